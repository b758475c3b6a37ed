#include "inspector/heap/NumberReader.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace loopscope::heap
{

namespace
{

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

#ifdef __SSE2__
/// A bit for each of 64 characters that is a comma, the first one lowest.
std::uint64_t commas(const char* text)
{
    std::uint64_t mask = 0;
    for (int i = 0; i < 64; i += 16) {
        const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i));
        const int found = _mm_movemask_epi8(_mm_cmpeq_epi8(part, _mm_set1_epi8(',')));
        mask |= std::uint64_t(static_cast<unsigned>(found)) << i;
    }
    return mask;
}
#else
std::uint64_t commas(const char* text)
{
    std::uint64_t mask = 0;
    for (int i = 0; i < 64; ++i)
        mask |= std::uint64_t(text[i] == ',') << i;
    return mask;
}
#endif

} // namespace

void NumberReader::findEnds(const NumberBlock& block)
{
    const auto size = static_cast<std::uint32_t>(block.end - block.begin);
    if (m_ends.size() < size + 9) m_ends.resize(size + 9); // kept for the next block
    const char* const base = m_data + block.begin;
    std::uint32_t* out = m_ends.data();
    std::uint32_t at = 0;
    for (; at + 64 <= size; at += 64) {
        for (std::uint64_t mask = commas(base + at); mask != 0; mask &= mask - 1)
            *out++ = at + static_cast<std::uint32_t>(std::countr_zero(mask));
    }
    for (; at < size; ++at)
        if (base[at] == ',') *out++ = at;
    *out = size;
}

std::uint64_t NumberReader::unusualNumber(const char* begin, const char* end) const
{
    const char* at = begin;
    while (at < end && isSpace(*at))
        ++at;
    const bool negative = at < end && *at == '-';
    if (negative) ++at;
    const char* const first = at;
    std::uint64_t value = 0;
    for (; at < end && *at >= '0' && *at <= '9'; ++at)
        value = value * 10 + static_cast<std::uint64_t>(*at - '0');
    const bool wrong = at == first || at - first > 19;
    while (at < end && isSpace(*at))
        ++at;
    if (wrong || at != end)
        throw SnapshotError{static_cast<std::uint64_t>(at - m_data),
                            "Expected a whole number in " + std::string(m_what)};
    return negative ? 0 - value : value;
}

} // namespace loopscope::heap
