#pragma once

#include "inspector/heap/BitSet.h"
#include "inspector/heap/StringTable.h"

#include <cstdint>
#include <vector>

namespace loopscope::heap
{

/// The names of edges that stand for an entry of a WeakMap. The value of an entry hangs on two edges, one from the
/// table and one from the key: "7 / part of key (Object @5) -> value (Array @9) pair in WeakMap (table @3)", with the
/// same text behind the number. Both must hold for the value to live, so what counts is where each of them comes from.
///
/// Made once for a graph; const calls from any thread.
class WeakMapPairs
{
public:
    explicit WeakMapPairs(const StringTable& strings);

    /// An entry, by the ids of its nodes. Both of its edges have the same.
    struct Pair {
        std::uint64_t key = 0;
        std::uint64_t value = 0;
        std::uint64_t table = 0;

        bool operator==(const Pair&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Pair& pair) const
        {
            const std::uint64_t mixed = (pair.key * 31 + pair.table) * 0x9e3779b97f4a7c15u;
            return mixed ^ mixed >> 32;
        }
    };

    /// Null for nearly all names (which are indices of strings).
    const Pair* find(std::uint32_t name) const { return m_isPair.has(name) ? &m_pairs[m_place[name]] : nullptr; }
    /// How many names there are, two an entry.
    std::size_t size() const { return m_pairs.size(); }
    const Pair& at(std::size_t place) const { return m_pairs[place]; }
    /// Of one that find() returned.
    std::uint32_t placeOf(const Pair& pair) const { return static_cast<std::uint32_t>(&pair - m_pairs.data()); }

private:
    BitSet m_isPair;
    std::vector<std::uint32_t> m_place; ///< of names; as long as the last one that is a pair's
    std::vector<Pair> m_pairs;
};

} // namespace loopscope::heap
