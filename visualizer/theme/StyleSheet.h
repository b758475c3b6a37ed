#pragma once

#include "visualizer/theme/Theme.h"

#include <QPalette>
#include <QString>

namespace loopscope {

class StyleImages;

QPalette paletteOf(const Theme& theme);
/// resources/themes/style.qss with its @names filled in from the theme's tokens.
QString styleSheetOf(const Theme& theme, const StyleImages& images);

} // namespace loopscope
