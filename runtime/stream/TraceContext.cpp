#include "runtime/stream/TraceContext.h"

#include <algorithm>

namespace loopscope {

namespace {

// Also takes away what an outer callback's end leaves above it: an inner end may be lost.
void endCallback(std::vector<std::uint64_t>& running, std::uint64_t id)
{
    const auto it = std::find(running.rbegin(), running.rend(), id);
    if (it != running.rend()) running.erase(it.base() - 1, running.end());
}

} // namespace

const TraceContext::Loop& TraceContext::loop(std::uint16_t thread)
{
    if (thread >= m_loops.size()) m_loops.resize(std::size_t{thread} + 1);
    return m_loops[thread];
}

void TraceContext::apply(const Record& record)
{
    Loop& loop = const_cast<Loop&>(this->loop(record.thread));
    switch (record.kind) {
    case RecordKind::Phase:
        loop.inPhase = record.has(RecordFlag::BeginEdge);
        if (loop.inPhase) {
            loop.phase = record.phase();
            loop.iteration = record.value;
        }
        break;
    case RecordKind::Begin: loop.running.push_back(record.id); break;
    case RecordKind::End: endCallback(loop.running, record.id); break;
    default: break;
    }
}

} // namespace loopscope
