#include "runtime/stream/Pairs.h"

#include <algorithm>

namespace loopscope {

namespace {

struct Thread {
    std::uint64_t phase = 0; // index of its begin + 1, 0 for none
    std::vector<std::uint64_t> callbacks, calls;
};

bool ends(const Record& end, const Record& begin)
{
    return end.kind == RecordKind::End ? end.id == begin.id : end.place == begin.place;
}

} // namespace

Pairs::Pairs(const Recording& recording) : m_ends(recording.size())
{
    std::vector<Thread> threads;
    const auto close = [&](std::vector<std::uint64_t>& open, std::uint64_t index) {
        const auto it = std::find_if(open.rbegin(), open.rend(), [&](std::uint64_t begin) {
            return ends(recording.at(index), recording.at(begin));
        });
        if (it == open.rend()) return;
        m_ends[*it] = index;
        open.erase(it.base() - 1, open.end());
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
        case RecordKind::Begin: thread.callbacks.push_back(i); break;
        case RecordKind::End: close(thread.callbacks, i); break;
        case RecordKind::Call: thread.calls.push_back(i); break;
        case RecordKind::Return: close(thread.calls, i); break;
        default: break;
        }
    }
}

} // namespace loopscope
