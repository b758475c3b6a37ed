#pragma once

#include <QByteArray>

class QWidget;

namespace loopscope {

/// A widget and all in it as shapes and texts, as large as it is there: a document that a browser shows as the window does.
///
/// Qt draws each widget for itself, and what reaches out of it is clipped here, since Qt's SVG knows no clipping; texts tell
/// their width, since our fonts may not be where the picture is looked at.
/// Thread: the GUI's.
QByteArray svgOf(QWidget& widget);

/// Texts of an SVG of Qt's, with their widths and with other fonts for where ours are missing.
QByteArray withFittedTexts(const QByteArray& svg);

} // namespace loopscope
