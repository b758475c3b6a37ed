#pragma once

#include "inspector/heap/Column.h"
#include "inspector/heap/NumberBlocks.h"
#include "inspector/heap/SnapshotMeta.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace loopscope::heap
{

/// Reads the numbers of blocks, which is most of the time of loading. First finds where all numbers of a block end,
/// then reads each from there: so none has to wait for the one before. One a thread.
class NumberReader
{
public:
    /// `what` ("the nodes") is for errors and must outlive this.
    NumberReader(const char* data, std::string_view what) : m_data(data), m_what(what) {}

    /// Calls record(index, numbers) for every record of `fields` numbers. Throws SnapshotError.
    template <typename Record>
    void forEach(const NumberBlock& block, std::uint64_t fields, Record record)
    {
        findEnds(block);
        std::uint64_t numbers[SnapshotMeta::mostFields] = {};
        const char* const base = m_data + block.begin;
        const char* begin = base;
        const std::uint32_t* end = m_ends.data();
        for (std::uint64_t i = block.record; i < block.record + block.records; ++i) {
            m_record = begin;
            for (std::uint64_t field = 0; field < fields; ++field, ++end) {
                numbers[field] = number(begin, base + *end);
                begin = base + *end + 1;
            }
            record(i, numbers);
        }
    }

    /// Throws about the record that is just being read.
    [[noreturn]] void failAtRecord(std::string text) const
    {
        throw SnapshotError{static_cast<std::uint64_t>(m_record - m_data), std::move(text)};
    }

private:
    /// The common case: up to eight digits and nothing else. What comes before them in the text is cut off, so there
    /// must be something: no snapshot begins with a number.
    std::uint64_t number(const char* begin, const char* end) const
    {
        const auto length = static_cast<std::uint64_t>(end - begin);
        std::uint64_t digits = littleEndian(end - 8) ^ 0x3030303030303030u; // 0 to 9, if they are
        if (length - 1 > 7) return unusualNumber(begin, end);
        digits &= ~std::uint64_t(0) << (64 - 8 * length);
        if ((((digits + 0x7676767676767676u) | digits) & 0x8080808080808080u) != 0) return unusualNumber(begin, end);
        digits = (digits * 10 + (digits >> 8)) & 0x00ff00ff00ff00ffu;
        digits = (digits * 100 + (digits >> 16)) & 0x0000ffff0000ffffu;
        return (digits * 10000 + (digits >> 32)) & 0xffffffffu;
    }

    /// With spaces, or longer. A number below zero (the position of what has none) is read as the two's complement of
    /// 64 bits, which no field but a location's takes.
    std::uint64_t unusualNumber(const char* begin, const char* end) const;
    void findEnds(const NumberBlock& block);

    static std::uint64_t littleEndian(const char* bytes);

    const char* const m_data;
    const std::string_view m_what;
    const char* m_record = nullptr;
    Column<std::uint32_t> m_ends; ///< of the block's numbers, from its beginning
};

inline std::uint64_t NumberReader::littleEndian(const char* bytes)
{
    std::uint64_t word = 0;
    if constexpr (std::endian::native == std::endian::little)
        std::memcpy(&word, bytes, sizeof word);
    else
        for (int i = 7; i >= 0; --i)
            word = word << 8 | static_cast<unsigned char>(bytes[i]);
    return word;
}

} // namespace loopscope::heap
