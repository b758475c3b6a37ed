#pragma once

#include <QByteArray>

namespace loopscope {

/// JSON as editors write it for people, without its comments and commas before a closing bracket: as JSON is for machines. Lines stay
/// where they are. Any thread.
QByteArray withoutComments(const QByteArray& json);

} // namespace loopscope
