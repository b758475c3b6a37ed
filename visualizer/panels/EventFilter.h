#pragma once

#include "visualizer/model/TextMatcher.h"

#include <QString>

#include <cstdint>
#include <set>
#include <utility>

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

/// A filter made ready for one dictionary.
///
/// Thread: one. Lifetime: the dictionary must outlive it.
class EventMatcher
{
public:
    EventMatcher(EventFilter filter, const Dictionary& dictionary);

    /// To be asked of all records in their order: what ends is known by what began.
    bool matches(const Record& record);

private:
    const EventFilter m_filter;
    bool isInternal(const Record& record);

    TextMatcher m_text;
    std::set<std::pair<std::uint16_t, std::uint64_t>> m_open; ///< threads and ids of callbacks of Node's own that run
};

} // namespace loopscope
