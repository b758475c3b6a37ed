#pragma once

#include <QString>

#include <string>
#include <vector>

class QWidget;

namespace loopscope {

struct Surroundings;

/// Saves what the widget looks like as a PNG file, whole or not at all. Returns an empty string, or what stood in the way.
QString savePicture(QWidget& widget, const QString& path);

/// `loopscope picture INPUT -o FILE.png ..`: the window, or one panel, for a script (which is run) or a recording, at one of
/// its moments, with no display. Main thread. Returns the exit code.
int pictureCommand(const std::vector<std::string>& arguments, const Surroundings& surroundings);

} // namespace loopscope
