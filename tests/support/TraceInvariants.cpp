#include "tests/support/TraceInvariants.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <deque>
#include <optional>

namespace loopscope {

namespace {

struct Loop {
    std::array<std::deque<std::uint64_t>, kQueueCount> waiting; // ids, oldest first
    struct Frame {
        bool isCallback;
        std::uint64_t id; // of the callback, or the place of the call
    };
    std::vector<Frame> stack;
    std::optional<Phase> phase;
    std::uint32_t iteration = 0;
    Phase lastPhase = Phase::Main;
    bool sawPhase = false;
    bool exited = false;
    std::uint64_t time = 0;
};

std::string quoted(std::uint64_t id) { return "#" + std::to_string(id); }

class Judge
{
public:
    Judge(const Recording& recording, std::size_t limit) : m_recording(recording), m_limit(limit)
    {
        for (const ThreadInfo& thread : recording.threads()) m_names.push_back(thread.name);
    }

    std::vector<std::string> run()
    {
        const std::uint64_t size = m_recording.size();
        for (m_index = 0; m_index < size && m_violations.size() < m_limit; ++m_index) {
            const Record& record = m_recording.at(m_index);
            if (record.kind == RecordKind::Lost) {
                violated(record, std::to_string(record.id) + " records were lost; nothing after this was judged");
                return m_violations;
            }
            if (record.thread >= m_loops.size()) m_loops.resize(std::size_t{record.thread} + 1);
            judge(record, m_loops[record.thread]);
        }
        return m_violations;
    }

private:
    void violated(const Record& record, const std::string& what)
    {
        if (m_violations.size() >= m_limit) return;
        char where[96];
        std::snprintf(where, sizeof where, "record %llu, %.6f ms, thread %s: ", static_cast<unsigned long long>(m_index),
                      static_cast<double>(record.time) / 1e6,
                      record.thread < m_names.size() ? m_names[record.thread].c_str() : "?");
        m_violations.push_back(where + what);
    }

    std::string described(const Record& record) const
    {
        std::string text = "callback " + quoted(record.id) + " of queue " + std::string(name(record.queue()));
        const auto type = m_recording.dictionary().type(record.type);
        return type.empty() ? text : text + " (" + std::string(type) + ")";
    }

    void judge(const Record& record, Loop& loop)
    {
        if (record.time < loop.time) violated(record, "time went back from " + std::to_string(loop.time) + " ns");
        loop.time = record.time;
        if (loop.exited && record.kind != RecordKind::Stdout && record.kind != RecordKind::Stderr)
            violated(record, "a record of kind " + std::string(name(record.kind)) + " after the loop's exit");
        switch (record.kind) {
        case RecordKind::Phase: return record.has(RecordFlag::BeginEdge) ? beginPhase(record, loop) : endPhase(record, loop);
        case RecordKind::Enqueue: return enqueue(record, loop);
        case RecordKind::Begin: return begin(record, loop);
        case RecordKind::End: return end(record, loop);
        case RecordKind::Cancel: return cancel(record, loop);
        case RecordKind::Call: return loop.stack.push_back({false, record.place});
        case RecordKind::Return: return leave(record, loop);
        case RecordKind::Exit: return exit(record, loop);
        default: return;
        }
    }

    // Timers stand at the end of an iteration, and once before the first; pending can come again after poll; and main
    // comes again for what runs between two runs of the loop and after the last ('beforeExit', 'exit').
    static bool mayFollow(Phase next, Phase before)
    {
        return before == Phase::Timers || next >= before || next == Phase::Main || (next == Phase::Pending && before == Phase::Poll);
    }

    void beginPhase(const Record& record, Loop& loop)
    {
        const std::string title = "phase " + std::string(name(record.phase()));
        if (loop.phase) violated(record, title + " began inside of phase " + std::string(name(*loop.phase)));
        if (!loop.stack.empty()) violated(record, title + " began while a callback or call was running");
        if (loop.sawPhase) {
            if (record.value < loop.iteration)
                violated(record, title + ": iteration went back from " + std::to_string(loop.iteration) + " to " +
                                     std::to_string(record.value));
            else if (record.value == loop.iteration && !mayFollow(record.phase(), loop.lastPhase))
                violated(record, title + " after phase " + std::string(name(loop.lastPhase)) + " of the same iteration " +
                                     std::to_string(loop.iteration));
        }
        loop.phase = loop.lastPhase = record.phase();
        loop.iteration = record.value;
        loop.sawPhase = true;
    }

    void endPhase(const Record& record, Loop& loop)
    {
        const std::string title = "phase " + std::string(name(record.phase()));
        if (loop.phase != record.phase()) violated(record, title + " ended, but it was not the one that ran");
        if (!loop.stack.empty()) violated(record, title + " ended while a callback or call was running");
        loop.phase.reset();
    }

    void enqueue(const Record& record, Loop& loop)
    {
        auto& waiting = loop.waiting[record.detail % kQueueCount];
        if (isOrdered(record.queue()) ? false : std::ranges::find(waiting, record.id) != waiting.end())
            violated(record, described(record) + " was enqueued while it already waits there");
        waiting.push_back(record.id);
    }

    static bool isOrdered(Queue queue) { return queue == Queue::NextTick || queue == Queue::Microtask; }

    void begin(const Record& record, Loop& loop)
    {
        auto& waiting = loop.waiting[record.detail % kQueueCount];
        const auto it = std::ranges::find(waiting, record.id);
        if (it == waiting.end())
            violated(record, described(record) + " began without waiting in its queue");
        else if (isOrdered(record.queue()) && it != waiting.begin())
            violated(record, described(record) + " began before " + quoted(waiting.front()) + ", which was enqueued earlier");
        if (it != waiting.end()) waiting.erase(it);
        judgePhase(record, loop);
        if (m_recording.dictionary().site(record.site()).internal && !record.has(RecordFlag::Internal))
            violated(record, described(record) + " runs a function of Node's own, but is not marked internal");
        loop.stack.push_back({true, record.id});
    }

    void judgePhase(const Record& record, const Loop& loop)
    {
        std::optional<Phase> wanted;
        if (record.queue() == Queue::Timers) wanted = Phase::Timers;
        if (record.queue() == Queue::Check) wanted = Phase::Check;
        if (record.queue() == Queue::Closing) wanted = Phase::Closing;
        if (wanted && loop.phase != wanted)
            violated(record, described(record) + " ran in " +
                                 (loop.phase ? "phase " + std::string(name(*loop.phase)) : std::string("no phase")));
    }

    void end(const Record& record, Loop& loop)
    {
        const auto it = std::find_if(loop.stack.rbegin(), loop.stack.rend(),
                                     [&](const auto& f) { return f.isCallback && f.id == record.id; });
        if (it == loop.stack.rend()) return violated(record, "callback " + quoted(record.id) + " ended without having begun");
        if (it != loop.stack.rbegin())
            violated(record, "callback " + quoted(record.id) + " ended before the " +
                                 (loop.stack.back().isCallback ? "callback " + quoted(loop.stack.back().id)
                                                               : "call of " + siteName(loop.stack.back().id)) +
                                 " inside of it");
        loop.stack.erase(it.base() - 1, loop.stack.end());
    }

    void cancel(const Record& record, Loop& loop)
    {
        auto& waiting = loop.waiting[record.detail % kQueueCount];
        const auto it = std::ranges::find(waiting, record.id);
        if (it == waiting.end()) return violated(record, described(record) + " was cancelled without waiting in its queue");
        waiting.erase(it);
    }

    void leave(const Record& record, Loop& loop)
    {
        if (loop.stack.empty() || loop.stack.back().isCallback)
            return violated(record, "return from " + siteName(record.place) + ", which was not called");
        if (loop.stack.back().id != record.place)
            violated(record, "return from " + siteName(record.place) + " inside of " + siteName(loop.stack.back().id));
        loop.stack.pop_back();
    }

    void exit(const Record& record, Loop& loop)
    {
        loop.exited = true;
        if (record.exitReason() != ExitReason::Exit && record.exitReason() != ExitReason::Uncaught) return;
        for (const auto& frame : loop.stack)
            violated(record, (frame.isCallback ? "callback " + quoted(frame.id) : "the call of " + siteName(frame.id)) +
                                 " never ended");
    }

    std::string siteName(std::uint64_t place) const
    {
        const Dictionary& d = m_recording.dictionary();
        const Site site = d.site(static_cast<SiteId>(place));
        const auto function = d.text(site.function);
        return (function.empty() ? "(anonymous)" : std::string(function)) + " at " + std::string(d.text(site.script)) + ':' +
               std::to_string(site.line) + ':' + std::to_string(site.column);
    }

    const Recording& m_recording;
    const std::size_t m_limit;
    std::vector<std::string> m_names;
    std::vector<Loop> m_loops;
    std::vector<std::string> m_violations;
    std::uint64_t m_index = 0;
};

} // namespace

std::vector<std::string> invariantViolations(const Recording& recording, std::size_t limit)
{
    return Judge(recording, limit).run();
}

std::string invariantReport(const Recording& recording, std::size_t limit)
{
    std::string report;
    for (const std::string& violation : invariantViolations(recording, limit)) report += violation + '\n';
    return report;
}

} // namespace loopscope
