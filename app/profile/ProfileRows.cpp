#include "app/profile/ProfileRows.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <unordered_map>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("ProfileRows", text); }

void byCost(std::vector<ProfileRow>& rows, bool byOwn)
{
    std::ranges::stable_sort(rows, [byOwn](const ProfileRow& a, const ProfileRow& b) { return byOwn || a.total == b.total ? a.own > b.own : a.total > b.total; });
}

} // namespace

QString viewTitle(ProfileView view)
{
    switch (view) {
    case ProfileView::Flame: return tr("Flame chart");
    case ProfileView::TopDown: return tr("Top-down");
    case ProfileView::BottomUp: return tr("Bottom-up");
    case ProfileView::Files: return tr("By file");
    }
    return {};
}

QString viewTip(ProfileView view)
{
    switch (view) {
    case ProfileView::Flame: return tr("The call stack as it was from moment to moment; of allocations, those that allocated most first");
    case ProfileView::TopDown: return tr("From the outermost calls inwards");
    case ProfileView::BottomUp: return tr("The functions that themselves cost most, and who called them");
    case ProfileView::Files: return tr("Scripts by what they cost, and their functions");
    }
    return {};
}

QString viewName(ProfileView view)
{
    static constexpr const char* names[]{"flame", "topDown", "bottomUp", "files"};
    return QLatin1String(names[static_cast<int>(view)]);
}

ProfileRows::ProfileRows(std::shared_ptr<const ProfileFile> file, ProfileView view, std::optional<profile::Stretch> stretch)
    : m_file(std::move(file)), m_view(view), m_costs(profile::costsOf(*m_file->profile, stretch))
{
}

ProfileRow ProfileRows::rowOf(std::uint32_t function) const
{
    const profile::Function& own = m_file->profile->functions[function];
    ProfileRow row;
    row.text = own.name;
    row.place = ProfileFile::placeText(own);
    row.function = function;
    row.isForeign = own.isV8s() || own.isNodes();
    return row;
}

std::vector<ProfileRow> ProfileRows::top() const
{
    switch (m_view) {
    case ProfileView::TopDown: return calls({{0, 0}});
    case ProfileView::BottomUp: return functions();
    case ProfileView::Files: return files();
    case ProfileView::Flame: break;
    }
    return {};
}

std::vector<ProfileRow> ProfileRows::below(const ProfileRow& row) const
{
    if (m_view == ProfileView::TopDown) return calls(row.stacks);
    if (row.function >= 0) return m_view == ProfileView::BottomUp ? callers(row) : std::vector<ProfileRow>();
    std::vector<ProfileRow> rows = functions();
    std::erase_if(rows, [&](const ProfileRow& one) { return m_file->profile->functions[static_cast<std::size_t>(one.function)].url != row.place; });
    for (ProfileRow& one : rows) one.mayOpen = false;
    byCost(rows, false);
    return rows;
}

// Calls of one function from the same stacks are one row.
std::vector<ProfileRow> ProfileRows::calls(const Stacks& callers) const
{
    std::vector<ProfileRow> rows;
    std::unordered_map<std::uint32_t, std::size_t> known;
    for (const auto& [caller, own] : callers) {
        for (const std::uint32_t node : m_file->profile->children(caller)) {
            if (m_costs.total[node] == 0) continue;
            const std::uint32_t function = m_file->profile->nodes[node].function;
            const auto [place, isNew] = known.try_emplace(function, rows.size());
            if (isNew) {
                rows.push_back(rowOf(function));
                rows.back().total = 0;
            }
            ProfileRow& row = rows[place->second];
            row.own += m_costs.own[node];
            row.total += m_costs.total[node];
            row.stacks.emplace_back(node, m_costs.own[node]);
            row.mayOpen |= std::ranges::any_of(m_file->profile->children(node), [&](std::uint32_t child) { return m_costs.total[child] > 0; });
        }
    }
    byCost(rows, false);
    return rows;
}

std::vector<ProfileRow> ProfileRows::functions() const
{
    const profile::Profile& own = *m_file->profile;
    const auto totals = profile::totalsOfGroups(own, m_costs, own.functions.size(), [&](std::uint32_t node) { return own.nodes[node].function; });
    std::vector<ProfileRow> all(own.functions.size());
    for (std::uint32_t node = 1; node < own.nodes.size(); ++node) {
        if (m_costs.own[node] == 0) continue;
        ProfileRow& row = all[own.nodes[node].function];
        row.own += m_costs.own[node];
        row.stacks.emplace_back(node, m_costs.own[node]);
    }
    std::vector<ProfileRow> rows;
    for (std::uint32_t function = 0; function < all.size(); ++function) {
        // What waits has no callers, and would stand above all that works.
        const bool isIdle = own.functions[function].isV8s() && own.functions[function].name == QLatin1String("(idle)");
        if (totals[function] == 0 || isIdle || function == own.nodes.front().function) continue;
        ProfileRow row = rowOf(function);
        row.own = all[function].own;
        row.total = totals[function];
        row.stacks = std::move(all[function].stacks);
        row.mayOpen = std::ranges::any_of(row.stacks, [&](const auto& stack) { return own.nodes[stack.first].parent != 0; });
        rows.push_back(std::move(row));
    }
    byCost(rows, true);
    return rows;
}

std::vector<ProfileRow> ProfileRows::callers(const ProfileRow& of) const
{
    const profile::Profile& own = *m_file->profile;
    std::vector<ProfileRow> rows;
    std::unordered_map<std::uint32_t, std::size_t> known;
    for (const auto& [node, cost] : of.stacks) {
        const std::uint32_t caller = own.nodes[node].parent;
        if (caller == 0) continue;
        const auto [place, isNew] = known.try_emplace(own.nodes[caller].function, rows.size());
        if (isNew) rows.push_back(rowOf(own.nodes[caller].function));
        ProfileRow& row = rows[place->second];
        row.own += cost;
        row.stacks.emplace_back(caller, cost);
        row.mayOpen |= own.nodes[caller].parent != 0;
    }
    byCost(rows, true);
    return rows;
}

std::vector<ProfileRow> ProfileRows::files() const
{
    const profile::Profile& own = *m_file->profile;
    QHash<QString, std::size_t> known;
    std::vector<std::size_t> fileOf;
    std::vector<ProfileRow> rows;
    for (const profile::Function& function : own.functions) {
        const auto found = known.constFind(function.url);
        if (found != known.constEnd()) {
            fileOf.push_back(*found);
            continue;
        }
        ProfileRow row;
        row.text = function.url.isEmpty() ? tr("V8 and native code") : function.isNodes() ? function.url : function.url.section(u'/', -1);
        row.place = function.url;
        row.isForeign = function.isNodes() || function.url.isEmpty();
        row.mayOpen = true;
        fileOf.push_back(rows.size());
        known.insert(function.url, rows.size());
        rows.push_back(std::move(row));
    }
    // The root, which has no script, is no part of a file's.
    const std::size_t none = rows.size();
    const auto groupOf = [&](std::uint32_t node) { return node == 0 ? none : fileOf[own.nodes[node].function]; };
    const auto totals = profile::totalsOfGroups(own, m_costs, rows.size() + 1, groupOf);
    for (std::uint32_t node = 1; node < own.nodes.size(); ++node) rows[groupOf(node)].own += m_costs.own[node];
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].total = totals[i];
    std::erase_if(rows, [](const ProfileRow& row) { return row.total == 0; });
    byCost(rows, false);
    return rows;
}

} // namespace loopscope
