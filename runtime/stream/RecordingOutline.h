#pragma once

#include "runtime/stream/Recording.h"

#include <optional>
#include <string>

namespace loopscope {

/// What a .loopscope file holds, told by its index: a few kilobytes are read, however large the file is.
struct RecordingOutline {
    RunInfo info;
    std::uint64_t records = 0;
    std::uint64_t lost = 0;
    std::uint64_t duration = 0; ///< ns
    std::uint64_t fileSize = 0; ///< bytes
};

/// Nothing if the file cannot be read, is no recording, or has no sound index: an unfinished or damaged one, of which
/// loadRecording() tells more. Any thread.
std::optional<RecordingOutline> recordingOutline(const std::string& path);

} // namespace loopscope
