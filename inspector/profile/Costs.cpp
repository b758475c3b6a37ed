#include "inspector/profile/Costs.h"

#include <algorithm>

namespace loopscope::profile {

Costs costsOf(const Profile& profile, std::optional<Stretch> stretch)
{
    Costs costs;
    costs.own.resize(profile.nodes.size());
    if (profile.kind == Kind::Allocations) {
        costs.own = profile.bytes;
    } else {
        const Stretch in = stretch.value_or(Stretch{0, profile.length});
        std::size_t i = 0;
        if (stretch) {
            const auto later = std::ranges::upper_bound(profile.samples, in.from, {}, &Sample::time);
            i = static_cast<std::size_t>(later - profile.samples.begin());
            if (i > 0) --i;
        }
        for (; i < profile.samples.size() && profile.samples[i].time < in.to; ++i)
            costs.own[profile.samples[i].node] += std::max<std::int64_t>(0, std::min(in.to, profile.endOf(i)) - std::max(in.from, profile.samples[i].time));
    }
    costs.total = costs.own;
    for (std::size_t i = profile.nodes.size(); i-- > 1;) costs.total[profile.nodes[i].parent] += costs.total[i];
    return costs;
}

std::vector<std::int64_t> totalsOfGroups(const Profile& profile, const Costs& costs, std::size_t groups, const std::function<std::size_t(std::uint32_t node)>& groupOf)
{
    std::vector<std::int64_t> totals(groups);
    std::vector<std::uint32_t> open(groups); // how many frames of it the present stack has
    struct Step {
        std::uint32_t node;
        bool isEnd;
    };
    std::vector<Step> steps;
    if (!profile.nodes.empty()) steps.push_back({0, false});
    while (!steps.empty()) {
        const auto [node, isEnd] = steps.back();
        steps.pop_back();
        const std::size_t group = groupOf(node);
        if (isEnd) {
            --open[group];
            continue;
        }
        if (open[group]++ == 0) totals[group] += costs.total[node];
        steps.push_back({node, true});
        for (const std::uint32_t child : profile.children(node)) steps.push_back({child, false});
    }
    return totals;
}

} // namespace loopscope::profile
