#pragma once

#include "inspector/profile/Profile.h"

#include <functional>
#include <optional>

namespace loopscope::profile {

/// A stretch of a profile, ns since it began.
struct Stretch {
    std::int64_t from = 0, to = 0;
    bool operator==(const Stretch&) const = default;
};

/// What each stack cost: ns or bytes. A plain value; any thread.
struct Costs {
    std::vector<std::int64_t> own;   ///< by node: while its frame was the innermost
    std::vector<std::int64_t> total; ///< by node: and the frames above it
    std::int64_t all() const { return total.empty() ? 0 : total.front(); }
};

/// Of the whole profile, or of a stretch of a CPU profile.
Costs costsOf(const Profile& profile, std::optional<Stretch> stretch = {});

/// What the nodes of each group cost, where a stack that has several frames of one group counts once.
std::vector<std::int64_t> totalsOfGroups(const Profile& profile, const Costs& costs, std::size_t groups, const std::function<std::size_t(std::uint32_t node)>& groupOf);

} // namespace loopscope::profile
