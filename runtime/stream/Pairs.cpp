#include "runtime/stream/Pairs.h"

namespace loopscope {

namespace {

struct Thread {
    std::uint64_t phase = 0; // index of its begin + 1, 0 for none
    struct Open {
        std::uint64_t begin;
        bool isCallback;
    };
    std::vector<Open> open; // outermost first
};

} // namespace

Pairs::Pairs(const Recording& recording) : m_ends(recording.size())
{
    std::vector<Thread> threads;
    // A call's return does not reach beyond the callback that it is in.
    const auto close = [&](std::vector<Thread::Open>& open, std::uint64_t index, bool isCallback) {
        const Record& end = recording.at(index);
        for (auto it = open.rbegin(); it != open.rend(); ++it) {
            if (!isCallback && it->isCallback) return;
            const Record& begin = recording.at(it->begin);
            if (it->isCallback != isCallback || (isCallback ? begin.id != end.id : begin.place != end.place)) continue;
            for (auto inner = open.rbegin(); inner <= it; ++inner) m_ends[inner->begin] = index;
            open.erase(it.base() - 1, open.end());
            return;
        }
    };
    for (std::uint64_t i = 0; i < m_ends.size(); ++i) {
        const Record& record = recording.at(i);
        if (record.thread >= threads.size()) threads.resize(std::size_t{record.thread} + 1);
        Thread& thread = threads[record.thread];
        switch (record.kind) {
        case RecordKind::Phase:
            if (record.has(RecordFlag::BeginEdge)) {
                thread.phase = i + 1;
            } else if (thread.phase) {
                m_ends[thread.phase - 1] = i;
                thread.phase = 0;
            }
            break;
        case RecordKind::Begin: thread.open.push_back({i, true}); break;
        case RecordKind::End: close(thread.open, i, true); break;
        case RecordKind::Call: thread.open.push_back({i, false}); break;
        case RecordKind::Return: close(thread.open, i, false); break;
        default: break;
        }
    }
}

} // namespace loopscope
