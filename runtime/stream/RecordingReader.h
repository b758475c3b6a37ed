#pragma once

#include "runtime/stream/Recording.h"

#include <memory>
#include <string>
#include <string_view>

namespace loopscope {

struct LoadedRecording {
    std::shared_ptr<Recording> recording; ///< null if there is an error; what a damaged file lacks is in its damages()
    std::string error;                    ///< one sentence: what is wrong, and what would be right
};

/// Reads a .loopscope file into memory. A damaged or unfinished one gives what is readable; gaps are told twice: by a
/// sentence in Recording::damages(), and by a Lost record where records are missing.
///
/// Thread: any. Takes time in proportion to the file: some 10 ms for each 100,000 records.
LoadedRecording loadRecording(const std::string& path);

/// The same from memory. `name` stands for the file in sentences.
LoadedRecording loadRecordingFrom(std::string_view bytes, const std::string& name);

} // namespace loopscope
