#include "runtime/probes/Tricks.h"

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string_view>

namespace loopscope {

namespace {

constexpr std::string_view kNames[] = {"sleep", "timers", "ticks", "io", "pool", "console", "output", "loop", "layout", "sites", "microtasks", "frames", "texts", "unwinding"};
static_assert(std::size(kNames) == static_cast<std::size_t>(Trick::Unwinding) + 1);

// A bit for each that is not to be used. A test that misspells one would pass for nothing.
std::uint32_t forbidden()
{
    const char* const variable = std::getenv("LOOPSCOPE_WITHOUT");
    std::string_view rest = variable ? variable : "";
    std::uint32_t bits = 0;
    while (!rest.empty()) {
        const std::string_view word = rest.substr(0, rest.find(','));
        rest.remove_prefix(word.size() == rest.size() ? rest.size() : word.size() + 1);
        std::uint32_t bit = word == "all" ? ~std::uint32_t{0} : 0;
        for (std::size_t i = 0; i < std::size(kNames); ++i)
            if (word == kNames[i]) bit = std::uint32_t{1} << i;
        if (bit == 0) {
            fprintf(stderr, "loopscope: LOOPSCOPE_WITHOUT: there is no '%.*s'\n", static_cast<int>(word.size()), word.data());
            std::exit(2);
        }
        bits |= bit;
    }
    return bits;
}

} // namespace

bool isAllowed(Trick trick)
{
    static const std::uint32_t bits = forbidden();
    return (bits >> static_cast<unsigned>(trick) & 1) == 0;
}

} // namespace loopscope
