#include "app/memory/HeapKinds.h"

#include "visualizer/theme/Theme.h"

#include <QCoreApplication>

namespace loopscope {

using heap::HeapStatistics;

QString kindName(HeapStatistics::Kind kind)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("HeapKinds", text); };
    switch (kind) {
    case HeapStatistics::Code: return tr("Code");
    case HeapStatistics::Strings: return tr("Strings");
    case HeapStatistics::Arrays: return tr("Arrays");
    case HeapStatistics::Buffers: return tr("Buffers");
    case HeapStatistics::Objects: return tr("Objects");
    case HeapStatistics::Closures: return tr("Functions");
    case HeapStatistics::System: return tr("V8's own");
    default: return tr("Other");
    }
}

QColor kindColor(const Theme& theme, HeapStatistics::Kind kind)
{
    switch (kind) {
    case HeapStatistics::Code: return theme.hue(Hue::Check);
    case HeapStatistics::Strings: return theme.hue(Hue::Timers);
    case HeapStatistics::Arrays: return theme.hue(Hue::Poll);
    case HeapStatistics::Buffers: return theme.hue(Hue::Closing);
    case HeapStatistics::Objects: return theme.hue(Hue::Main);
    case HeapStatistics::Closures: return theme.hue(Hue::NextTick);
    case HeapStatistics::System: return theme.hue(Hue::Asleep);
    default: return theme.hue(Hue::Pool);
    }
}

} // namespace loopscope
