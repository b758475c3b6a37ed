#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <utility>

namespace loopscope {

/// What to run and how, or what to attach to, with a name. Texts may hold ${variables} (see LaunchVariables). A value.
struct LaunchConfiguration {
    enum class Target : std::uint8_t {
        InProcess,  ///< in this process: recorded and debugged
        OwnProcess, ///< in a process of its own: debugged, only its output is recorded
        AttachPlace,
        AttachPid,
    };
    QString name;
    Target target = Target::InProcess;
    QString script;
    QStringList arguments;
    QString folder;       ///< where it runs; "": the script's own, or the project's
    QStringList nodeOptions;
    QString runtime;      ///< of a process of its own; "": the node that Loopscope carries
    QList<std::pair<QString, QString>> environment;
    QString environmentFile;
    QString place;        ///< AttachPlace: host:port, port, or address of a WebSocket
    QString pid;          ///< AttachPid; "" is asked for
    QStringList skipFiles; ///< patterns of paths that are stepped past
    QString localRoot, remoteRoot; ///< AttachPlace: where what the program has there lies here
    bool stopsAtFirstLine = false;
    QString file;         ///< that it was read from; "": of ours, and can be changed

    bool isAttach() const { return target == Target::AttachPlace || target == Target::AttachPid; }
    /// Ids of the ${input:..} in it, each once.
    QStringList inputs() const;
    QString summary() const; ///< one line on what it does

    /// As our own file has it.
    QJsonObject toJson() const;
    static LaunchConfiguration fromJson(const QJsonObject& json);
    /// An entry of VS Code's launch.json; an empty name for one that is of no type of Node's.
    static LaunchConfiguration fromCode(const QJsonObject& json);

    bool operator==(const LaunchConfiguration&) const = default;
};

} // namespace loopscope
