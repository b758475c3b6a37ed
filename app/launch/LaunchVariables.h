#pragma once

#include <QHash>
#include <QString>

namespace loopscope {

/// What the ${variables} of a configuration stand for. A value.
struct LaunchVariables {
    QString workspace; ///< folder of the project
    QString file;      ///< in the editor; "" for none
    QHash<QString, QString> inputs{}; ///< what the user has answered, by the ids of LaunchInput

    /// The text with all variables in their places. Where one is unknown, or has no value, `problem` says so, if it is empty.
    QString expand(const QString& text, QString& problem) const;
};

} // namespace loopscope
