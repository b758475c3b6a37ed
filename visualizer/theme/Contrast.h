#pragma once

#include <QColor>

namespace loopscope {

/// WCAG 2 contrast ratio of two opaque colours, 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);
/// `amount` of `over` on `under`, opaque: 0 gives `under`, 1 gives `over`.
QColor mixed(const QColor& under, const QColor& over, double amount);

} // namespace loopscope
