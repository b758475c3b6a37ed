#include "visualizer/panels/EventFilter.h"

namespace loopscope {

EventGroup groupOf(RecordKind kind)
{
    switch (kind) {
    case RecordKind::Phase: return EventGroup::Phases;
    case RecordKind::Enqueue:
    case RecordKind::Begin:
    case RecordKind::End:
    case RecordKind::Cancel: return EventGroup::Callbacks;
    case RecordKind::Call:
    case RecordKind::Return: return EventGroup::Functions;
    case RecordKind::Op:
    case RecordKind::Handle: return EventGroup::Operations;
    case RecordKind::Promise: return EventGroup::Promises;
    case RecordKind::Console:
    case RecordKind::Stdout:
    case RecordKind::Stderr:
    case RecordKind::Lost:
    case RecordKind::Exit: return EventGroup::Output;
    case RecordKind::None:
    case RecordKind::Gc:
    case RecordKind::Metric:
    case RecordKind::Line: break;
    }
    return EventGroup::Figures;
}

void EventFilter::set(EventGroup group, bool on)
{
    const std::uint32_t bit = 1u << static_cast<int>(group);
    groups = on ? groups | bit : groups & ~bit;
}

EventMatcher::EventMatcher(EventFilter filter, const Dictionary& dictionary)
    : m_filter(std::move(filter)), m_text(m_filter.text, dictionary)
{
}

// The end of a callback does not say whose it is.
bool EventMatcher::isInternal(const Record& record)
{
    const bool internal = record.has(RecordFlag::Internal);
    if (record.kind == RecordKind::Begin && internal) m_open.emplace(record.thread, record.id);
    return internal || (record.kind == RecordKind::End && !m_open.empty() && m_open.erase({record.thread, record.id}) > 0);
}

bool EventMatcher::matches(const Record& record)
{
    if (!m_filter.internal && isInternal(record)) return false;
    if (!m_filter.has(groupOf(record.kind))) return false;
    return m_text.matches(record);
}

} // namespace loopscope
