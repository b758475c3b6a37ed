#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope {

/// Finds rows of a table by a key that the row itself knows, in open addressing: eight bytes a slot. Beside the row stands half
/// of the key's hash, so that hardly any row is asked that is not the one, and none when the table grows. Of rows with equal keys
/// it holds the one put last.
///
/// Thread: one.
class RowIndex
{
public:
    using Row = std::uint32_t;
    static constexpr Row kNone = ~Row{0};

    struct Key {
        std::uint64_t id = 0;
        std::uint16_t thread = 0;
        bool operator==(const Key&) const = default;
    };

    /// `keyOf(row)` is the key of a row that was put. kNone if there is none.
    template <class KeyOf> Row find(Key key, const KeyOf& keyOf) const
    {
        return m_slots.empty() ? kNone : m_slots[place(key, keyOf)].row;
    }
    /// The row with this key from now on; gives the one that was until now, or kNone.
    template <class KeyOf> Row put(Key key, Row row, const KeyOf& keyOf)
    {
        if ((m_count + 1) * 3 > m_slots.size() * 2) grow();
        Slot& slot = m_slots[place(key, keyOf)];
        const Row older = slot.row;
        if (older == kNone) ++m_count;
        slot = {row, tagOf(key)};
        return older;
    }

private:
    struct Slot {
        Row row = kNone;
        std::uint32_t tag = 0;
    };

    static std::uint32_t tagOf(Key key) { return static_cast<std::uint32_t>((key.id + key.thread) * 0x9e3779b97f4a7c15u >> 32); }
    template <class KeyOf> std::size_t place(Key key, const KeyOf& keyOf) const
    {
        const std::uint32_t tag = tagOf(key);
        std::size_t at = tag >> m_shift;
        while (m_slots[at].row != kNone && !(m_slots[at].tag == tag && keyOf(m_slots[at].row) == key)) at = (at + 1) & (m_slots.size() - 1);
        return at;
    }
    void grow()
    {
        const std::vector<Slot> old = std::move(m_slots);
        m_slots.assign(old.empty() ? 64 : old.size() * 2, Slot());
        m_shift = old.empty() ? 26 : m_shift - 1;
        for (const Slot& slot : old) {
            if (slot.row == kNone) continue;
            std::size_t at = slot.tag >> m_shift;
            while (m_slots[at].row != kNone) at = (at + 1) & (m_slots.size() - 1);
            m_slots[at] = slot;
        }
    }

    std::vector<Slot> m_slots; // a power of two long
    std::size_t m_count = 0;
    int m_shift = 26; // 32 less the exponent of that power
};

} // namespace loopscope
