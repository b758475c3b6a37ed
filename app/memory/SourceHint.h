#pragma once

#include "inspector/leaks/Suspects.h"

#include <QString>
#include <QStringList>

namespace loopscope {

/// A line of the program that is worth a look. A value.
struct SourceHint {
    QString script; ///< its path; "" if none is known
    int line = 0;   ///< from 1
    QString code;   ///< what stands there, "" if the file cannot be read

    QString place() const; ///< "cache.js:12"
};

/// The line by which a suspect grows: of the scripts' texts as they are on the disk now, the one that adds to the variable; else where its
/// function begins. Reads files: not for the GUI's thread.
SourceHint lineOf(const heap::Suspect& suspect, const QStringList& scripts);

} // namespace loopscope
