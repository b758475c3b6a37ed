#pragma once

#include "inspector/profile/FlameRows.h"

#include <QString>

#include <memory>
#include <optional>

namespace loopscope {

/// A profile that was read, and where it came from. Does not change; any thread.
struct ProfileFile {
    QString path, name;
    std::shared_ptr<const profile::Profile> profile;
    profile::FlameRows rows, allRows; ///< without and with Node's own outermost frames
    std::int64_t length = 0;          ///< ns, or bytes: the width of all its boxes
    /// Of the run that the window has recorded: what is to be added to a time of the profile, ns, to come to the recording's. None for
    /// a profile from elsewhere, and for allocations.
    std::optional<std::int64_t> shift;
    int run = 0; ///< of the program, 0 for a file

    bool isCpu() const { return profile->kind == profile::Kind::Cpu; }
    /// A time or a number of bytes with its unit.
    QString costText(std::int64_t cost) const;
    /// "cache.js:12", "node:fs", "" for V8's own.
    static QString placeText(const profile::Function& function);
};

/// Null with a sentence that begins with the file's name. Any thread.
std::shared_ptr<ProfileFile> readProfileFile(const QString& path, const QString& name, QString* problem);

} // namespace loopscope
