#include "visualizer/model/TextMatcher.h"

#include <algorithm>

namespace loopscope {

bool TextMatcher::contains(std::string_view text) const
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).contains(m_text, Qt::CaseInsensitive);
}

template <class Ask> bool TextMatcher::remembered(std::vector<std::int8_t>& seen, std::uint32_t id, Ask ask)
{
    if (id >= seen.size()) seen.resize(std::max<std::size_t>(id + 1, seen.size() * 2), -1);
    if (seen[id] < 0) seen[id] = ask() ? 1 : 0;
    return seen[id] > 0;
}

bool TextMatcher::siteMatches(std::uint32_t id)
{
    return remembered(m_sites, id, [this, id] {
        const Site site = m_dictionary.site(static_cast<SiteId>(id));
        return contains(m_dictionary.text(site.function)) || contains(m_dictionary.text(site.script));
    });
}

bool TextMatcher::stackMatches(std::uint32_t id)
{
    return remembered(m_stacks, id, [this, id] {
        const std::vector<SiteId> frames = m_dictionary.frames(static_cast<StackId>(id));
        return std::ranges::any_of(frames, [this](SiteId frame) { return siteMatches(static_cast<std::uint32_t>(frame)); });
    });
}

bool TextMatcher::matches(const Record& record)
{
    if (m_text.isEmpty()) return true;
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
