#pragma once

#include "inspector/heap/HeapStatistics.h"

#include <QColor>
#include <QString>

namespace loopscope {

struct Theme;

/// Kinds of objects for people, and their colours: the same in the treemap and in the statistics.
QString kindName(heap::HeapStatistics::Kind kind);
QColor kindColor(const Theme& theme, heap::HeapStatistics::Kind kind);

} // namespace loopscope
