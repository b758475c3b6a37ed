#include "inspector/heap/WeakMapPairs.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace loopscope::heap
{

namespace
{

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Passes "@" and a number.
bool passesId(std::string_view& text, std::uint64_t& id)
{
    if (text.empty() || text[0] != '@') return false;
    std::size_t end = 1;
    for (id = 0; end < text.size() && isDigit(text[end]); ++end)
        id = id * 10 + static_cast<std::uint64_t>(text[end] - '0');
    const bool some = end > 1;
    text.remove_prefix(end);
    return some;
}

bool passes(std::string_view& text, std::string_view expected)
{
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

/// Passes "(", any text, " @", a number and `end`, of which the text may have several that look like it.
bool passesObject(std::string_view& text, std::uint64_t& id, std::string_view end)
{
    for (std::size_t at = text.find(" @"); at != std::string_view::npos; at = text.find(" @", at + 1)) {
        std::string_view rest = text.substr(at + 1);
        if (!passesId(rest, id) || !passes(rest, end)) continue;
        text = rest;
        return true;
    }
    return false;
}

std::optional<WeakMapPairs::Pair> pairOf(std::string_view name)
{
    if (name.empty() || !isDigit(name[0]) || name.back() != ')') return {};
    name.remove_prefix(static_cast<std::size_t>(std::find_if_not(name.begin(), name.end(), isDigit) - name.begin()));
    WeakMapPairs::Pair result;
    if (!passes(name, " / part of key (") || !passesObject(name, result.key, ") -> value (")) return {};
    if (!passesObject(name, result.value, ") pair in WeakMap (table ") || !passesId(name, result.table)) return {};
    if (name != ")") return {};
    return result;
}

} // namespace

WeakMapPairs::WeakMapPairs(const StringTable& strings) : m_isPair(strings.size())
{
    for (std::uint32_t i = 0; i < strings.size(); ++i) {
        const auto pair = pairOf(strings.raw(i));
        if (!pair) continue;
        m_isPair.add(i);
        m_place.resize(i + 1);
        m_place[i] = static_cast<std::uint32_t>(m_pairs.size());
        m_pairs.push_back(*pair);
    }
}

} // namespace loopscope::heap
