#include "runtime/stream/OpenSlices.h"

#include <algorithm>

namespace loopscope {

void OpenSlices::note(const Record& record)
{
    if (record.thread >= m_threads.size()) m_threads.resize(std::size_t{record.thread} + 1);
    Thread& thread = m_threads[record.thread];
    switch (record.kind) {
    case RecordKind::Phase: return phase(thread, record);
    case RecordKind::Begin:
    case RecordKind::Call: thread.frames.push_back(record); return;
    case RecordKind::End: return end(thread, record);
    case RecordKind::Return: return leave(thread, record);
    case RecordKind::Lost: return forgetFunctions(thread);
    case RecordKind::Exit: thread = {}; return;
    default: return;
    }
}

void OpenSlices::phase(Thread& thread, const Record& record)
{
    thread.frames.clear(); // between phases no JavaScript runs
    thread.phase = record.has(RecordFlag::BeginEdge) ? std::optional(record) : std::nullopt;
}

void OpenSlices::end(Thread& thread, const Record& record)
{
    auto& frames = thread.frames;
    const auto begun = std::find_if(frames.rbegin(), frames.rend(), [&](const Record& r) { return r.kind == RecordKind::Begin && r.id == record.id; });
    if (begun != frames.rend()) frames.erase(begun.base() - 1, frames.end());
}

void OpenSlices::leave(Thread& thread, const Record& record)
{
    auto& frames = thread.frames;
    const auto isIt = [&](const Record& r) { return r.kind == RecordKind::Begin || r.place == record.place; };
    const auto entered = std::find_if(frames.rbegin(), frames.rend(), isIt);
    if (entered != frames.rend() && entered->kind == RecordKind::Call) frames.erase(entered.base() - 1, frames.end());
}

void OpenSlices::forgetFunctions(Thread& thread)
{
    while (!thread.frames.empty() && thread.frames.back().kind == RecordKind::Call) thread.frames.pop_back();
}

std::vector<Record> OpenSlices::records() const
{
    std::vector<Record> records;
    for (const Thread& thread : m_threads) {
        if (thread.phase) records.push_back(*thread.phase);
        records.insert(records.end(), thread.frames.begin(), thread.frames.end());
    }
    return records;
}

} // namespace loopscope
