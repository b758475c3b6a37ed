#pragma once

#include "inspector/heap/NumberBlocks.h"
#include "inspector/heap/SnapshotMeta.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

namespace loopscope::heap {

/// Reads the numbers of one block: the plain loop over digits in which most of the time of loading goes. One thread each.
class NumberReader
{
public:
    /// `what` ("the nodes") is for errors.
    NumberReader(const char* data, const NumberBlock& block, std::string_view what)
        : m_data(data)
        , m_block(block)
        , m_what(what)
        , m_end(data + block.end)
        , m_at(data + block.begin)
    {
    }

    /// Calls record(index, numbers) for every record of `Fields` numbers. Throws SnapshotError.
    template <typename Record>
    void forEach(std::uint64_t fields, Record record)
    {
        std::uint64_t numbers[SnapshotMeta::mostFields] = {};
        for (std::uint64_t i = m_block.record; i < m_block.record + m_block.records; ++i) {
            m_record = m_at;
            for (std::uint64_t field = 0; field < fields; ++field) {
                numbers[field] = number();
                if (m_at < m_end) ++m_at;
            }
            record(i, numbers);
        }
        if (m_at != m_end) fail();
    }

    /// Throws about the record that is just being read.
    [[noreturn]] void failAtRecord(std::string text) const
    {
        throw SnapshotError{static_cast<std::uint64_t>(m_record - m_data), std::move(text)};
    }

private:
    static bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

    /// Up to seven digits at `at`, all at once: a loop's end is what a processor cannot foresee. False if it is something else,
    /// which the loop is for.
    static bool shortNumber(const char*& at, std::uint64_t& value)
    {
        if constexpr (std::endian::native != std::endian::little) return false;
        std::uint64_t digits;
        std::memcpy(&digits, at, sizeof digits);
        digits ^= 0x3030303030303030u; // 0 to 9, if they are
        const std::uint64_t others = ((digits + 0x7676767676767676u) | digits) & 0x8080808080808080u;
        const int bits = std::countr_zero(others) & ~7; // of the digits before the first other
        if (bits == 0 || bits == 64) return false;
        digits <<= 64 - bits;
        digits = (digits * 10 + (digits >> 8)) & 0x00ff00ff00ff00ffu;
        digits = (digits * 100 + (digits >> 16)) & 0x0000ffff0000ffffu;
        value = (digits * 10000 + (digits >> 32)) & 0xffffffffu;
        at += bits / 8;
        return *at == ',';
    }

    /// Leaves m_at at the comma or at the end of the block. A number below zero (the position of what has none) is read
    /// as the two's complement of 64 bits, which no field but a location's takes.
    std::uint64_t number()
    {
        const char* at = m_at;
        std::uint64_t value = 0;
        if (m_end - at >= 8 && shortNumber(at, value)) {
            m_at = at;
            return value;
        }
        at = m_at;
        value = 0;
        while (isSpace(*at)) ++at;
        const bool negative = *at == '-';
        if (negative) ++at;
        const char* const begin = at;
        for (unsigned digit; (digit = static_cast<unsigned char>(*at) - unsigned('0')) < 10; ++at) value = value * 10 + digit;
        const bool wrong = at == begin || at - begin > 19;
        while (isSpace(*at)) ++at;
        m_at = at;
        if (wrong || (*at != ',' && at != m_end)) fail();
        return negative ? 0 - value : value;
    }

    [[noreturn]] void fail() const
    {
        throw SnapshotError{static_cast<std::uint64_t>(m_at - m_data), "Expected a whole number in " + std::string(m_what)};
    }

    const char* const m_data;
    const NumberBlock m_block;
    const std::string_view m_what;
    const char* const m_end;
    const char* m_at;
    const char* m_record = nullptr;
};

} // namespace loopscope::heap
