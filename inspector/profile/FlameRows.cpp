#include "inspector/profile/FlameRows.h"

#include <algorithm>

namespace loopscope::profile {

namespace {

// Which nodes have no box.
std::vector<bool> hiddenNodes(const Profile& profile, Frames frames)
{
    std::vector<bool> isHidden(profile.nodes.size(), false), isNodes(profile.nodes.size(), false), leads(profile.nodes.size(), false);
    if (frames == Frames::All || profile.nodes.empty()) return isHidden;
    isNodes[0] = true; // what has Node's frames alone below it, and is one itself
    for (std::size_t i = 1; i < profile.nodes.size(); ++i) {
        const Function& function = profile.functionOf(static_cast<std::uint32_t>(i));
        isNodes[i] = isNodes[profile.nodes[i].parent] && function.isNodes();
    }
    // Those that lead to the program's are hidden, and so is what stands on them and does not.
    for (std::size_t i = profile.nodes.size(); i-- > 1;) {
        const Function& function = profile.functionOf(static_cast<std::uint32_t>(i));
        if (!isNodes[i] && !function.isV8s()) leads[i] = true;
        if (leads[i]) leads[profile.nodes[i].parent] = true;
    }
    for (std::size_t i = 1; i < profile.nodes.size(); ++i) {
        const std::size_t parent = profile.nodes[i].parent;
        isHidden[i] = isNodes[i] ? leads[i] || (parent != 0 && !leads[parent]) : isNodes[parent] && parent != 0 && !leads[i];
    }
    return isHidden;
}

FlameRows byTime(const Profile& profile, const std::vector<bool>& isHidden)
{
    FlameRows rows;
    std::vector<std::uint32_t> open, now; // the stacks' nodes, outermost first
    std::vector<std::int64_t> since;
    const auto close = [&](std::size_t depth, std::int64_t time) {
        while (open.size() > depth) {
            const std::size_t row = open.size() - 1;
            if (time > since[row]) rows[row].push_back({since[row], time, open[row]});
            open.pop_back();
        }
    };
    for (const Sample& sample : profile.samples) {
        now.clear();
        const bool isIdle = profile.functionOf(sample.node).isV8s() && profile.functionOf(sample.node).name == QLatin1String("(idle)");
        for (std::uint32_t node = sample.node; node != 0 && !isIdle; node = profile.nodes[node].parent)
            if (!isHidden[node]) now.push_back(node);
        std::ranges::reverse(now);
        std::size_t same = 0;
        while (same < now.size() && same < open.size() && now[same] == open[same]) ++same;
        close(same, sample.time);
        if (rows.size() < now.size()) rows.resize(now.size());
        since.resize(std::max(since.size(), now.size()));
        for (std::size_t row = same; row < now.size(); ++row) {
            open.push_back(now[row]);
            since[row] = sample.time;
        }
    }
    close(0, profile.length);
    return rows;
}

FlameRows bySize(const Profile& profile, const std::vector<bool>& isHidden)
{
    const Costs costs = costsOf(profile);
    FlameRows rows;
    struct Step {
        std::uint32_t node;
        std::int64_t from;
        std::size_t row;
    };
    std::vector<Step> steps;
    const auto open = [&](std::uint32_t node, std::int64_t from, std::size_t row) {
        std::vector<std::uint32_t> children(profile.children(node).begin(), profile.children(node).end());
        std::ranges::stable_sort(children, std::ranges::greater{}, [&](std::uint32_t child) { return costs.total[child]; });
        const std::size_t first = steps.size();
        for (const std::uint32_t child : children) {
            if (costs.total[child] == 0) break;
            steps.push_back({child, from, row});
            from += costs.total[child];
        }
        std::reverse(steps.begin() + static_cast<std::ptrdiff_t>(first), steps.end());
    };
    if (!profile.nodes.empty()) open(0, 0, 0);
    while (!steps.empty()) {
        const Step step = steps.back();
        steps.pop_back();
        if (isHidden[step.node]) {
            open(step.node, step.from, step.row);
            continue;
        }
        if (rows.size() <= step.row) rows.resize(step.row + 1);
        rows[step.row].push_back({step.from, step.from + costs.total[step.node], step.node});
        open(step.node, step.from, step.row + 1);
    }
    return rows;
}

} // namespace

FlameRows flameRowsOf(const Profile& profile, Frames frames)
{
    const std::vector<bool> isHidden = hiddenNodes(profile, frames);
    return profile.kind == Kind::Cpu ? byTime(profile, isHidden) : bySize(profile, isHidden);
}

} // namespace loopscope::profile
