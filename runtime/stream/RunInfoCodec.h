#pragma once

#include "runtime/stream/Recording.h"

#include <optional>
#include <string>
#include <string_view>

namespace loopscope {

// What ran, as names and values: a later version adds names, an earlier one passes over those it does not know.

std::string encodeRunInfo(const RunInfo& info);
std::optional<RunInfo> decodeRunInfo(std::string_view bytes);

/// How a run ended, as the last chunk before the index says it.
struct RunEnd {
    std::uint64_t records = 0, lost = 0;
    std::vector<std::string> damages; ///< that the recording had already when it was saved
};
std::string encodeRunEnd(const RunEnd& end);
std::optional<RunEnd> decodeRunEnd(std::string_view bytes);

} // namespace loopscope
