#pragma once

#include <cstdint>
#include <vector>

namespace loopscope {

class TraceModel;

/// What of a recording can be seen up to a moment. As long as it is the same, so is the picture of all that ends there, however
/// much happened later. Pure; costs a search a track.
///
/// Thread: the GUI's. Times in ns.
class SeenSpans
{
public:
    static SeenSpans of(const TraceModel& model, std::uint64_t until);
    bool operator==(const SeenSpans&) const = default;

private:
    std::vector<std::uint64_t> m_ends; ///< of each track: how many begin until then, and when the last of them ended, if it did
};

} // namespace loopscope
