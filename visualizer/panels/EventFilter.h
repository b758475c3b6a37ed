#pragma once

#include "runtime/events/Dictionary.h"

#include <QString>

#include <cstdint>
#include <unordered_set>

namespace loopscope {

/// Groups of record kinds, as people switch them on and off.
enum class EventGroup : std::uint8_t { Phases, Callbacks, Functions, Operations, Promises, Output, Figures };
inline constexpr int kEventGroupCount = 7;

EventGroup groupOf(RecordKind kind);

/// Which records a list shows. A value.
struct EventFilter {
    std::uint32_t groups = (1u << kEventGroupCount) - 1 - (1u << static_cast<int>(EventGroup::Figures));
    bool internal = false; ///< Node's own callbacks too
    QString text;          ///< in a name, a type or a script, in any case; "" for all

    bool has(EventGroup group) const { return groups & (1u << static_cast<int>(group)); }
    void set(EventGroup group, bool on);
    bool operator==(const EventFilter&) const = default;
};

/// A filter made ready for one dictionary: the text is looked for once in each entry of the dictionary, so that
/// a record costs only a look into a table.
///
/// Thread: one. Lifetime: the dictionary must outlive it.
class EventMatcher
{
public:
    EventMatcher(EventFilter filter, const Dictionary& dictionary);

    bool matches(const Record& record);

private:
    bool matchesText(const Record& record);
    bool siteMatches(std::uint32_t site);
    bool stackMatches(std::uint32_t stack);
    bool contains(std::string_view text) const;
    template <class Ask> bool remembered(std::vector<std::int8_t>& seen, std::uint32_t id, Ask ask);

    EventFilter m_filter;
    const Dictionary& m_dictionary;
    std::vector<std::int8_t> m_sites, m_stacks, m_types; ///< -1 not asked yet, else the answer
};

} // namespace loopscope
