#pragma once

#include "inspector/profile/Costs.h"

namespace loopscope::profile {

/// A frame on the stack: from when to when (ns since the profile began), or how many bytes it stands for, side by side.
struct FlameBox {
    std::int64_t from = 0, to = 0;
    std::uint32_t node = 0;
};

/// Stacks as boxes upon boxes. The first row holds the outermost frames; in each row they are by place and do not overlap.
///
/// CPU: by time; one box as long as the frame stays. While V8 says "(idle)" there is none. Allocations: those that
/// allocated most come first.
using FlameRows = std::vector<std::vector<FlameBox>>;

/// Without Node's own frames below the program's; a stack that has none but them is one box, its outermost's. Those that the program calls stay.
enum class Frames : std::uint8_t { All, FromTheProgramOn };

FlameRows flameRowsOf(const Profile& profile, Frames frames = Frames::All);

} // namespace loopscope::profile
