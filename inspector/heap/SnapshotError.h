#pragma once

#include <cstdint>
#include <string>

namespace loopscope::heap
{

/// Why a snapshot could not be read: one sentence for people, and the byte of the file that it is about.
struct SnapshotError {
    std::uint64_t offset = 0;
    std::string text;
};

} // namespace loopscope::heap
