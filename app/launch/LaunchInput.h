#pragma once

#include <QJsonArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace loopscope {

/// What a configuration asks the user for when it is started, as launch.json's `inputs` have it. A value.
struct LaunchInput {
    QString id;          ///< of ${input:id}
    QString description; ///< the question
    QString first;       ///< what is there before the answer
    QStringList options; ///< to choose one of; empty: any text
    bool isSecret = false;

    /// promptString and pickString; others (command) are left out.
    static std::vector<LaunchInput> fromJson(const QJsonArray& inputs);
    bool operator==(const LaunchInput&) const = default;
};

} // namespace loopscope
