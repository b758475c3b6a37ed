#pragma once

#include "runtime/stream/Recording.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace loopscope {

/// How the last part of a recording goes on in another (see Recording::carried()): for those who keep indices of records and
/// need not look at all again. A plain value.
struct Continuation {
    std::uint64_t first = 0;   ///< index in the old one of the first record that is in the new one too ..
    std::uint64_t carried = 0; ///< .. where it has this index

    /// None if `next` is no continuation of `old`.
    static std::optional<Continuation> of(const Recording& old, const Recording& next)
    {
        if (old.sharedDictionary() != next.sharedDictionary() || next.origin() < old.origin()) return std::nullopt;
        return Continuation{next.origin() - old.origin() + old.carried(), next.carried()};
    }
    /// Of a record that is in both, or of the end of what was looked at.
    std::uint64_t indexOf(std::uint64_t old) const { return old < first ? carried : old - first + carried; }
    /// Of entries in the order of their `record` those remain that are in the new one, with the index that they have there.
    template <typename Entry> void shift(std::vector<Entry>& entries) const
    {
        entries.erase(entries.begin(), std::ranges::lower_bound(entries, first, {}, [](const Entry& e) { return std::uint64_t{e.record}; }));
        for (Entry& entry : entries) entry.record = static_cast<decltype(entry.record)>(indexOf(entry.record));
    }
};

/// For who keeps `entries` of the first `seen` records of `old`, in the order of their `record`: brings both to `next`, where they
/// begin anew unless it goes on from `old`. `look(first, end, into)` adds the entries of some of next's records.
template <typename Entry, typename Look>
void carryOver(const Recording* old, const Recording* next, std::vector<Entry>& entries, std::uint64_t& seen, Look look)
{
    const auto further = old && next ? Continuation::of(*old, *next) : std::nullopt;
    std::vector<Entry> carried;
    if (further) {
        further->shift(entries);
        look(std::uint64_t{0}, further->carried, carried);
        carried.insert(carried.end(), entries.begin(), entries.end());
    }
    entries = std::move(carried);
    seen = further ? further->indexOf(seen) : 0;
}

} // namespace loopscope
