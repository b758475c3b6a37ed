#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace loopscope {

/// Times in rising order, append-only. A chunk of them that spans less than four seconds takes four bytes a time, any other
/// eight, and nothing is moved or kept twice while it grows.
///
/// Thread: one. Times in ns.
class TimeColumn
{
public:
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    std::uint64_t operator[](std::size_t i) const
    {
        const Chunk& chunk = m_chunks[i >> kShift];
        const std::size_t within = i & (kChunk - 1);
        return chunk.narrow ? chunk.base + chunk.narrow[within] : chunk.wide[within];
    }
    std::uint64_t back() const { return (*this)[m_size - 1]; }

    /// Precondition: not less than back().
    void push_back(std::uint64_t time);
    /// In place of the newest. Precondition: there is one, and none before it is greater.
    void setBack(std::uint64_t time);

    /// Index of the first that is not less than `time`, or size(). Galloping from `hint`: what is looked for is mostly near.
    std::size_t firstFrom(std::uint64_t time, std::size_t hint = 0) const;
    /// Index of the first that is greater than `time`, or size().
    std::size_t firstAfter(std::uint64_t time) const { return time == ~std::uint64_t{0} ? m_size : firstFrom(time + 1); }
    /// How many lie in [from, to).
    std::size_t countIn(std::uint64_t from, std::uint64_t to) const { return from < to ? firstFrom(to) - firstFrom(from) : 0; }

private:
    static constexpr std::size_t kShift = 12, kChunk = 1 << kShift;

    struct Chunk {
        std::uint64_t base = 0;
        std::unique_ptr<std::uint32_t[]> narrow; // from `base` on; once the next chunk was begun, if they fit
        std::unique_ptr<std::uint64_t[]> wide;   // else
    };
    void narrowNewest();

    std::size_t m_size = 0;
    std::vector<Chunk> m_chunks;
};

} // namespace loopscope
