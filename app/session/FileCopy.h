#pragma once

#include <QString>

namespace loopscope {

/// Copies a file to where the user wants it; it appears there when it is whole. "", or a sentence that names the file that was in the way. Any thread.
QString copyFile(const QString& from, const QString& to);

} // namespace loopscope
