#pragma once

#include <QString>

class QWidget;

namespace loopscope {

/// Takes the keyboard's focus and the pointer away from a window, as in a picture of what is nobody's desk: no caret, no button
/// that looks as if it were touched.
void takeHandsOff(QWidget& window);

/// Writes what a panel shows to a file: an .svg as shapes and texts, anything else as a PNG with `pixels` for each of the
/// panel's. The file appears whole or not at all. Gives why it could not be written, or nothing.
///
/// Thread: the GUI's.
QString savePicture(QWidget& panel, const QString& path, double pixels = 1);

} // namespace loopscope
