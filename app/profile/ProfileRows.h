#pragma once

#include "app/profile/ProfileFile.h"
#include "inspector/profile/Costs.h"

#include <memory>
#include <vector>

namespace loopscope {

/// The ways to look at a profile.
enum class ProfileView : std::uint8_t {
    Flame,    ///< boxes by time, or by size
    TopDown,  ///< who called whom
    BottomUp, ///< functions by their own cost, with their callers
    Files,    ///< scripts, with their functions
};
inline constexpr int kProfileViewCount = 4;

QString viewTitle(ProfileView view);
QString viewTip(ProfileView view);
QString viewName(ProfileView view); ///< in actions and for drivers: "flame", "topDown", ..

/// A row of one of the tables: a function, a caller, a file.
struct ProfileRow {
    QString text, place;
    std::int64_t own = 0;
    std::int64_t total = -1;   ///< -1 where there is none to tell
    std::int64_t function = -1; ///< index in the profile; -1 for a file
    bool isForeign = false;    ///< Node's own, or V8's
    bool mayOpen = false;
    /// Which stacks it stands for, and what each of them adds to `own`.
    std::vector<std::pair<std::uint32_t, std::int64_t>> stacks;
};

/// What one table of a profile shows, of the whole or of a stretch of it, made as it is opened. By total cost, or by own cost
/// where there is no other. Does not change; any thread.
class ProfileRows
{
public:
    ProfileRows(std::shared_ptr<const ProfileFile> file, ProfileView view, std::optional<profile::Stretch> stretch);

    std::vector<ProfileRow> top() const;
    std::vector<ProfileRow> below(const ProfileRow& row) const;
    /// What 100 % are: all that was measured.
    std::int64_t all() const { return m_costs.all(); }
    ProfileView view() const { return m_view; }
    const ProfileFile& file() const { return *m_file; }

private:
    using Stacks = std::vector<std::pair<std::uint32_t, std::int64_t>>;
    std::vector<ProfileRow> calls(const Stacks& callers) const;
    std::vector<ProfileRow> functions() const;
    std::vector<ProfileRow> callers(const ProfileRow& row) const;
    std::vector<ProfileRow> files() const;
    ProfileRow rowOf(std::uint32_t function) const;

    std::shared_ptr<const ProfileFile> m_file;
    ProfileView m_view;
    profile::Costs m_costs;
};

} // namespace loopscope
