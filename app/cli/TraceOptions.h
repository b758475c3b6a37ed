#pragma once

#include "app/cli/EditDistance.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace loopscope {

/// The options of `loopscope trace` itself; what else stands before the script is Node's. For those who have to tell them apart
/// before there is a parser: see traceSpec() for what they mean.
inline constexpr std::string_view kTraceOptions[] = {"--detail", "-d", "--format", "-f", "--output", "-o", "--max-seconds", "--max-events", "--keep-last"};

/// Whether what neither Trace nor Node has was meant for Trace: it says so best.
inline bool isLikeTraceOption(std::string_view word)
{
    return std::any_of(std::begin(kTraceOptions), std::end(kTraceOptions), [&](std::string_view option) { return editDistance(word, option) < kTypo; });
}

} // namespace loopscope
