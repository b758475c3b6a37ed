#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <map>

namespace loopscope {

/// The expression that the name at this column (0-based) ends: "a.b[0].c" for the c of `f(a.b[0].c + 1)`; empty where there is no name, or a
/// keyword. Looks at this line alone.
QString expressionAt(const QString& line, int column);

/// For lines `first` to `last` (1-based, of all lines of a text): the values of the names that stand in them, "a = 1, b = 2".
std::map<int, QString> valuesBeside(const QStringList& lines, int first, int last, const QHash<QString, QString>& values);

} // namespace loopscope
