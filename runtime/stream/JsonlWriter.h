#pragma once

#include "runtime/stream/Recording.h"
#include "runtime/stream/Sink.h"
#include "runtime/stream/TraceContext.h"
#include "runtime/stream/Utf8.h"

#include <map>
#include <string>
#include <vector>

namespace loopscope {

/// Writes a recording as JSON Lines, version 1 of the readable trace format: a promise to users.
///
/// Thread: one. Lifetime: one use for one recording.
class JsonlWriter
{
public:
    explicit JsonlWriter(const Recording& recording);

    /// False when the sink took no more.
    bool write(const Sink& sink);

private:
    void writeRun();
    void writeRecord(const Record& record);
    void writeExit(std::uint64_t time);
    void writeOutput(const Record& record);
    void writeCutOutput();

    // Pieces of the line that is being made.
    void begin(std::string_view kind, std::uint64_t time, std::uint16_t thread);
    void end();
    void key(std::string_view name);
    void text(std::string_view name, std::string_view value);
    void number(std::string_view name, std::uint64_t value);
    void number(std::string_view name, double value);
    void truth(std::string_view name, bool value); ///< only what is true is written
    void function(SiteId site); ///< both fields empty for an unknown one
    void userCall(StackId stack);

    const Recording& m_recording;
    const Dictionary& m_dictionary;
    const bool m_isLesson;
    Dictionary::Extent m_extent;
    std::vector<std::string> m_threadNames; // as JSON
    TraceContext m_context;
    std::string* m_line = nullptr; // where the line goes
    std::vector<std::string> m_functions; // by SiteId: what a line says of it
    std::vector<std::string> m_calls;     // by StackId, likewise
    std::map<std::pair<std::uint16_t, RecordKind>, Utf8Joiner> m_joiners;
    Record m_exit;
    std::vector<std::uint64_t> m_lastTimes; // by thread, ns
};

/// The whole of it as one text, for tests and small recordings.
std::string jsonlText(const Recording& recording);

} // namespace loopscope
