#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace loopscope {

/// The variables of a .env file: NAME=value a line, `export` before it, comments, quotes (in double ones \n is a line break), values over
/// several lines in quotes. Lines that are none of these are left out. Any thread.
QList<std::pair<QString, QString>> environmentFromText(const QByteArray& text);

} // namespace loopscope
