#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope::heap
{

/// One bit for each node or string: small enough to stay in the cache while a graph is walked.
class BitSet
{
public:
    BitSet() = default;
    explicit BitSet(std::size_t size) : m_words((size + 63) / 64) {}

    bool has(std::size_t index) const { return m_words[index / 64] >> index % 64 & 1; }
    void add(std::size_t index) { m_words[index / 64] |= std::uint64_t(1) << index % 64; }
    void remove(std::size_t index) { m_words[index / 64] &= ~(std::uint64_t(1) << index % 64); }

private:
    std::vector<std::uint64_t> m_words;
};

} // namespace loopscope::heap
