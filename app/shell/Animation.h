#pragma once

#include "visualizer/model/TraceView.h"

#include <QString>

#include <functional>

class QWidget;

namespace loopscope {

/// What a GIF of a stretch of time shows, and how fast.
struct Animation {
    TimeRange range;
    int frames = 60;
    int hundredths = 10; ///< of a second, for each; the last one stands longer
};

/// Writes a panel, as it looks while the cursor goes through the range, to a GIF. The cursor is put back. `progress` is told
/// how many frames are done, and gives false to give up: then nothing is written and "" is returned. The file appears whole or not at all. Gives
/// why it could not be written, or nothing.
///
/// Thread: the GUI's; runs its events meanwhile.
QString saveAnimation(QWidget& panel, TraceView& view, const Animation& animation, const QString& path, const std::function<bool(int)>& progress);

} // namespace loopscope
