#include "app/launch/LaunchInput.h"

#include <QJsonObject>

namespace loopscope {

std::vector<LaunchInput> LaunchInput::fromJson(const QJsonArray& inputs)
{
    std::vector<LaunchInput> all;
    for (const auto& value : inputs) {
        const QJsonObject json = value.toObject();
        const bool isChoice = json["type"] == QLatin1String("pickString");
        if (!isChoice && json["type"] != QLatin1String("promptString")) continue;
        LaunchInput made{.id = json["id"].toString(), .description = json["description"].toString(), .first = json["default"].toString(), .isSecret = json["password"].toBool()};
        for (const auto& option : json["options"].toArray()) made.options << (option.isObject() ? option.toObject()["value"].toString() : option.toString());
        if (!made.id.isEmpty() && isChoice == !made.options.isEmpty()) all.push_back(std::move(made));
    }
    return all;
}

} // namespace loopscope
