#pragma once

#include "visualizer/theme/Theme.h"

#include <QIcon>
#include <QString>

namespace loopscope {

class ThemeManager;

enum class IconTone : std::uint8_t { Plain, Accent, Ok, Error, Warning };

/// An icon of resources/icons by its name ("run", "stop", "step-forward", ..) in the colours of the theme in force,
/// whichever that is when it is drawn: buttons keep their icon when the theme changes. `themes` must outlive it.
QIcon icon(const ThemeManager& themes, const QString& name, IconTone tone = IconTone::Plain);

/// The same as a picture in one colour; `size` in device-independent pixels.
QPixmap iconPixmap(const QString& name, const QColor& color, int size, double devicePixelRatio = 1);

/// Its source in one colour; empty for an unknown name.
QByteArray iconSvg(const QString& name, const QColor& color);

} // namespace loopscope
