#pragma once

#include "visualizer/theme/Hue.h"

#include <QPainterPath>
#include <QRectF>

namespace loopscope {

/// The outline that stands for a hue, so that no meaning hangs on colour alone.
enum class TokenShape : std::uint8_t {
    Page,        ///< main script
    Circle,      ///< timers
    Semicircle,  ///< pending
    Dash,        ///< idle, prepare
    Square,      ///< poll
    Diamond,     ///< check
    Cross,       ///< closing
    Arrow,       ///< nextTick
    Hexagon,     ///< promise reaction
    Pause,       ///< await
    Pentagon,    ///< thenable
    Star,        ///< queueMicrotask
    Octagon,     ///< thread pool
    Drop,        ///< garbage collection
    Crescent,    ///< asleep
    Zigzag,      ///< lost
};

TokenShape shapeOf(Hue);
/// A closed outline that fills most of `box`; to be filled. Shapes of different nature look equally heavy.
QPainterPath tokenPath(TokenShape, const QRectF& box);

} // namespace loopscope
