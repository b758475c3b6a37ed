#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope {

/// Finds rows of a table by a key that the row itself knows: four bytes a key, in open addressing. Of rows with equal keys
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
        return m_rows.empty() ? kNone : m_rows[place(key, keyOf)];
    }
    /// The row with this key from now on; gives the one that was until now, or kNone.
    template <class KeyOf> Row put(Key key, Row row, const KeyOf& keyOf)
    {
        if ((m_count + 1) * 3 > m_rows.size() * 2) grow(keyOf);
        Row& at = m_rows[place(key, keyOf)];
        const Row older = at;
        if (older == kNone) ++m_count;
        at = row;
        return older;
    }

private:
    template <class KeyOf> std::size_t place(Key key, const KeyOf& keyOf) const
    {
        std::size_t at = ((key.id + key.thread) * 0x9e3779b97f4a7c15u) >> m_shift;
        while (m_rows[at] != kNone && !(keyOf(m_rows[at]) == key)) at = (at + 1) & (m_rows.size() - 1);
        return at;
    }
    template <class KeyOf> void grow(const KeyOf& keyOf)
    {
        std::vector<Row> old = std::move(m_rows);
        m_rows.assign(old.empty() ? 64 : old.size() * 2, kNone);
        m_shift = old.empty() ? 58 : m_shift - 1;
        for (const Row row : old)
            if (row != kNone) m_rows[place(keyOf(row), keyOf)] = row;
    }

    std::vector<Row> m_rows; // a power of two long
    std::size_t m_count = 0;
    int m_shift = 58; // 64 less the exponent of that power
};

} // namespace loopscope
