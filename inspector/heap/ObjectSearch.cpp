#include "inspector/heap/ObjectSearch.h"

#include "inspector/heap/BitSet.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace loopscope::heap
{

namespace
{

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool has(std::string_view text, std::string_view lowered)
{
    return std::search(text.begin(), text.end(), lowered.begin(), lowered.end(),
                       [](char a, char b) { return lower(a) == b; }) != text.end();
}

} // namespace

std::vector<std::uint32_t> findObjects(const HeapGraph& graph, std::string_view wanted, WorkProgress& progress,
                                       std::size_t most)
{
    std::vector<std::uint32_t> result;
    if (wanted.empty()) return result;
    if (wanted[0] == '@') {
        std::uint32_t id = 0;
        const auto [end, error] = std::from_chars(wanted.data() + 1, wanted.data() + wanted.size(), id);
        if (error == std::errc() && end == wanted.data() + wanted.size()) {
            const std::uint32_t node = graph.nodeWithId(id);
            if (node != graph.nodeCount()) result.push_back(node);
            return result;
        }
    }
    std::string lowered(wanted);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
    const StringTable& strings = graph.strings();
    BitSet matches(strings.size());
    for (std::uint32_t i = 0; i < strings.size(); ++i) {
        if (i % 4096 == 0) progress.reach(0.8 * i / strings.size());
        const std::string_view raw = strings.raw(i);
        const bool isPlain = raw.find('\\') == std::string_view::npos;
        if (isPlain ? has(raw, lowered) : has(strings.text(i), lowered)) matches.add(i);
    }
    for (std::uint32_t node = 0; node < graph.nodeCount() && result.size() < most; ++node)
        if (matches.has(graph.nodeName(node))) result.push_back(node);
    progress.reach(1);
    return result;
}

} // namespace loopscope::heap
