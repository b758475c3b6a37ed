#include "inspector/heap/NumberBlocks.h"

#include <algorithm>
#include <cstring>

namespace loopscope::heap
{

namespace
{

constexpr std::uint64_t blockSize = 1 << 17;

/// Eight bytes at a time, by any compiler: bit 7 of every byte that equals ',', added up over at most 255 words.
std::uint64_t countCommas(const char* begin, const char* end)
{
    constexpr std::uint64_t ones = 0x0101010101010101u;
    constexpr std::uint64_t low = 0x7f7f7f7f7f7f7f7fu;
    std::uint64_t count = 0;
    while (end - begin >= 8) {
        const auto words = std::min<std::ptrdiff_t>((end - begin) / 8, 255);
        std::uint64_t sums = 0;
        for (std::ptrdiff_t i = 0; i < words; ++i, begin += 8) {
            std::uint64_t word;
            std::memcpy(&word, begin, 8);
            word ^= ones * ',';
            sums += ~(((word & low) + low) | word | low) >> 7;
        }
        constexpr std::uint64_t even = 0x00ff00ff00ff00ffu;
        count += ((sums & even) + (sums >> 8 & even)) * 0x0001000100010001u >> 48;
    }
    return count + static_cast<std::uint64_t>(std::count(begin, end, ','));
}

bool isBlank(const char* begin, const char* end)
{
    return std::all_of(begin, end, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
}

} // namespace

bool NumberBlocks::next(NumberBlock& block)
{
    const std::lock_guard lock(m_mutex);
    if (m_ended) return false;
    const std::uint64_t available = m_text.waitFor(m_at + blockSize);
    const std::uint64_t end = std::min(available, m_at + blockSize);
    const char* const data = m_text.data();
    const void* const bracket = m_at < end ? std::memchr(data + m_at, ']', end - m_at) : nullptr;
    if (!bracket && end < m_at + blockSize) {
        m_ended = true;
        throw SnapshotError{end, "The snapshot ends in the middle of " + std::string(m_what)};
    }
    const std::uint64_t last = bracket ? static_cast<std::uint64_t>(static_cast<const char*>(bracket) - data) : end;
    const std::uint64_t commas = countCommas(data + m_at, data + last);
    block = {m_at, last, m_record, 0};
    if (bracket) {
        m_ended = true;
        m_at = last + 1;
        if (commas == 0 && isBlank(data + block.begin, data + last)) return false;
        if ((commas + 1) % m_fields != 0)
            throw SnapshotError{last, "The last record is incomplete in " + std::string(m_what)};
        block.records = (commas + 1) / m_fields;
    } else {
        block.records = commas / m_fields;
        block.end = lastWholeRecord(last, commas);
        m_at = block.end + 1;
    }
    m_record += block.records;
    return true;
}

/// Where the last comma stands that ends a record, in a block from m_at to `end` with `commas` commas.
std::uint64_t NumberBlocks::lastWholeRecord(std::uint64_t end, std::uint64_t commas) const
{
    if (commas < m_fields) throw SnapshotError{m_at, "A number is too long in " + std::string(m_what)};
    const char* const data = m_text.data();
    for (std::uint64_t left = commas % m_fields;; --left) {
        while (data[--end] != ',') {
        }
        if (left == 0) return end;
    }
}

void NumberBlocks::stop()
{
    const std::lock_guard lock(m_mutex);
    m_ended = true;
}

} // namespace loopscope::heap
