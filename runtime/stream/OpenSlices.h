#pragma once

#include "runtime/events/Record.h"

#include <optional>
#include <span>
#include <vector>

namespace loopscope {

/// What is open after the records seen so far: of each thread its phase, the callbacks that run and the functions they
/// entered. For a recording that begins in the midst of a run.
///
/// Thread: one. Where records were lost, functions are thought to be over: their ends may be among them.
class OpenSlices
{
public:
    void note(std::span<const Record> records)
    {
        for (const Record& record : records) note(record);
    }
    /// The records that opened them, outermost first.
    std::vector<Record> records() const;

private:
    struct Thread {
        std::optional<Record> phase;
        std::vector<Record> frames; ///< Begin and Call
    };
    void note(const Record& record);
    void phase(Thread& thread, const Record& record);
    static void end(Thread& thread, const Record& record);
    static void leave(Thread& thread, const Record& record);
    static void forgetFunctions(Thread& thread);

    std::vector<Thread> m_threads;
};

} // namespace loopscope
