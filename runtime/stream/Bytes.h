#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope {

/// Appends numbers and text to bytes, in the order and form in which ByteReader takes them.
class ByteWriter
{
public:
    explicit ByteWriter(std::string& to) : m_to(to) {}

    /// `size` bytes, lowest first.
    void fixed(std::uint64_t value, int size)
    {
        for (int i = 0; i < size; ++i) m_to += static_cast<char>(value >> (8 * i));
    }
    /// Seven bits a byte, lowest first: small numbers are short.
    void number(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7) m_to += static_cast<char>(value | 0x80);
        m_to += static_cast<char>(value);
    }
    /// The way from `before` to `value`, short when it is short in either direction.
    void step(std::uint64_t before, std::uint64_t value)
    {
        const auto delta = static_cast<std::int64_t>(value - before);
        number(static_cast<std::uint64_t>(delta) << 1 ^ static_cast<std::uint64_t>(delta >> 63));
    }
    void text(std::string_view value)
    {
        number(value.size());
        m_to += value;
    }

private:
    std::string& m_to;
};

/// Takes numbers and text from bytes that may be damaged: what is not there reads as 0 or "", and good() is false from then on.
class ByteReader
{
public:
    explicit ByteReader(std::string_view bytes) : m_bytes(bytes) {}

    bool good() const { return m_good; }
    bool atEnd() const { return m_bytes.empty(); }
    std::size_t left() const { return m_bytes.size(); }

    std::uint64_t fixed(int size)
    {
        if (m_bytes.size() < static_cast<std::size_t>(size)) return fail();
        std::uint64_t value = 0;
        for (int i = 0; i < size; ++i) value |= std::uint64_t{byteAt(static_cast<std::size_t>(i))} << (8 * i);
        m_bytes.remove_prefix(static_cast<std::size_t>(size));
        return value;
    }
    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < 10 && i < m_bytes.size(); ++i) {
            value |= std::uint64_t{byteAt(i) & 0x7fu} << (7 * i);
            if (byteAt(i) < 0x80) {
                m_bytes.remove_prefix(i + 1);
                return value;
            }
        }
        return fail();
    }
    std::uint64_t step(std::uint64_t before)
    {
        const std::uint64_t coded = number();
        return before + (coded >> 1 ^ (0 - (coded & 1)));
    }
    std::string_view text() { return bytes(number()); }
    std::string_view bytes(std::uint64_t count)
    {
        if (count > m_bytes.size()) {
            fail();
            return {};
        }
        const std::string_view result = m_bytes.substr(0, count);
        m_bytes.remove_prefix(count);
        return result;
    }

private:
    std::uint8_t byteAt(std::size_t i) const { return static_cast<std::uint8_t>(m_bytes[i]); }
    std::uint64_t fail()
    {
        m_good = false;
        m_bytes = {};
        return 0;
    }

    std::string_view m_bytes;
    bool m_good = true;
};

} // namespace loopscope
