#include "visualizer/panels/EventFilter.h"

#include <algorithm>

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
    : m_filter(std::move(filter)), m_dictionary(dictionary)
{
}

bool EventMatcher::matches(const Record& record)
{
    if (!m_filter.has(groupOf(record.kind))) return false;
    if (!m_filter.internal && record.has(RecordFlag::Internal)) return false;
    return m_filter.text.isEmpty() || matchesText(record);
}

bool EventMatcher::contains(std::string_view text) const
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).contains(m_filter.text, Qt::CaseInsensitive);
}

template <class Ask> bool EventMatcher::remembered(std::vector<std::int8_t>& seen, std::uint32_t id, Ask ask)
{
    if (id >= seen.size()) seen.resize(std::max<std::size_t>(id + 1, seen.size() * 2), -1);
    if (seen[id] < 0) seen[id] = ask() ? 1 : 0;
    return seen[id] > 0;
}

bool EventMatcher::siteMatches(std::uint32_t id)
{
    return remembered(m_sites, id, [this, id] {
        const Site site = m_dictionary.site(static_cast<SiteId>(id));
        return contains(m_dictionary.text(site.function)) || contains(m_dictionary.text(site.script));
    });
}

bool EventMatcher::stackMatches(std::uint32_t id)
{
    return remembered(m_stacks, id, [this, id] {
        const std::vector<SiteId> frames = m_dictionary.frames(static_cast<StackId>(id));
        return std::ranges::any_of(frames, [this](SiteId frame) { return siteMatches(static_cast<std::uint32_t>(frame)); });
    });
}

bool EventMatcher::matchesText(const Record& record)
{
    const bool byType = record.type != TypeId::None &&
                        remembered(m_types, static_cast<std::uint32_t>(record.type), [&] { return contains(m_dictionary.type(record.type)); });
    if (byType) return true;
    switch (record.kind) {
    case RecordKind::Begin:
    case RecordKind::Call:
    case RecordKind::Return:
    case RecordKind::Line: return siteMatches(record.place);
    case RecordKind::Enqueue:
    case RecordKind::Op:
    case RecordKind::Promise: return stackMatches(record.place);
    case RecordKind::Handle: return stackMatches(record.place) || contains(m_dictionary.text(static_cast<TextId>(record.value)));
    case RecordKind::Console:
    case RecordKind::Stdout:
    case RecordKind::Stderr: return contains(m_dictionary.text(record.text()));
    case RecordKind::Phase: return contains(name(record.phase()));
    default: return false;
    }
}

} // namespace loopscope
