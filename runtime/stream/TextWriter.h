#pragma once

#include "runtime/stream/Pairs.h"
#include "runtime/stream/Recording.h"
#include "runtime/stream/Sink.h"
#include "runtime/stream/Utf8.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// Writes a recording as a timeline for people: one row a fact, indented as callbacks and calls nest, with when, what,
/// how long and where. Node's own callbacks, phases in which nothing happened, and metrics are left out.
///
/// Thread: one. Lifetime: one use for one recording.
class TextWriter
{
public:
    explicit TextWriter(const Recording& recording);

    /// False when the sink took no more.
    bool write(const Sink& sink);

private:
    struct Thread {
        std::string label;                  // in its column
        bool inPhase = false;               // in one that has a row
        bool loopHasRun = false;
        struct Open {
            std::uint64_t end; // index of its end, 0 if it has none
            bool shown;
        };
        std::vector<Open> open;             // callbacks and calls that run
        SiteId entered = SiteId::None;      // the function of a callback that begins: its call gets no row of its own
        Utf8Joiner out, err;
        std::string expected;               // what console said and the output has not yet confirmed
        std::size_t depth() const;
    };

    void writeHead();
    void writeRecord(std::uint64_t index, const Record& record);
    void writePhase(std::uint64_t index, const Record& record);
    bool hasRows(std::uint64_t phaseBegin, std::uint64_t phaseEnd) const;
    static bool hasRow(const Record& record);
    void writeEnqueue(const Record& record);
    void writeBegin(std::uint64_t index, const Record& record);
    void writeCall(std::uint64_t index, const Record& record);
    void writeOp(const Record& record);
    void writeHandle(const Record& record);
    void writeConsole(const Record& record);
    void writeOutput(const Record& record);
    void writePrinted(const Record& record, std::string_view verb, std::string_view text);
    void writeFoot();

    void row(const Record& record, std::string_view what, std::optional<std::uint64_t> took = {}, std::string_view where = {});
    std::optional<std::uint64_t> took(std::uint64_t index) const;
    std::string what(std::string_view verb, const Record& record);
    std::string numbered(std::uint64_t id); ///< short numbers in the order in which they are met: ids are long
    std::string placeOf(const Site& site) const;
    std::string placeOf(StackId stack) const;
    Thread& threadOf(const Record& record);

    const Recording& m_recording;
    const Dictionary& m_dictionary;
    const RunInfo m_info;
    const Pairs m_pairs;
    std::string m_folder; // of the script, with its slash: left out of places
    std::vector<Thread> m_threads;
    std::unordered_map<std::uint64_t, StackId> m_queuedAt; // by id of what waits: told of callbacks whose function is unknown
    std::unordered_map<std::uint64_t, std::size_t> m_numbers; // by id
    std::size_t m_threadWidth = 0; // of the threads' column; 0 for none
    std::string* m_text = nullptr;
    std::optional<Record> m_exit;
};

/// The whole of it as one text, for tests and small recordings.
std::string timelineText(const Recording& recording);

} // namespace loopscope
