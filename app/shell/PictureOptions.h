#pragma once

#include <QSize>
#include <QString>

namespace loopscope {

class ParsedCommand;
struct CommandSpec;

/// The command line of `loopscope picture`. A plain value.
struct PictureOptions {
    QString input, output;
    QString at = QStringLiteral("end");
    QString from = QStringLiteral("0ms"); ///< of a .gif
    QSize size{1280, 800};
    QString theme = QStringLiteral("dark");
    QString panel = QStringLiteral("window");
    QString detail = QStringLiteral("lesson");
    int maxSeconds = 20;

    static const CommandSpec& spec();
    /// Tells `command` what is wrong with its values.
    static PictureOptions parse(ParsedCommand& command);
};

} // namespace loopscope
