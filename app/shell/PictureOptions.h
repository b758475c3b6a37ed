#pragma once

#include <QSize>
#include <QString>

#include <string>
#include <vector>

namespace loopscope {

/// The command line of `loopscope picture`. A plain value.
struct PictureOptions {
    QString input, output;
    QString at = QStringLiteral("end");
    QSize size{1280, 800};
    QString theme = QStringLiteral("dark");
    QString panel = QStringLiteral("window");
    QString detail = QStringLiteral("lesson");
    int maxSeconds = 20;

    QString problem; ///< what is wrong with the command line; empty if nothing

    static PictureOptions parse(const std::vector<std::string>& arguments);
};

} // namespace loopscope
