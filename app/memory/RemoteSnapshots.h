#pragma once

#include "app/memory/SnapshotTaker.h"

#include <QPointer>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace loopscope {

class Connection;
class Session;

/// Heap snapshots by the inspector's protocol: of a program of another process that is attached to, and of the workers of one that is debugged.
///
/// Thread: the GUI's.
class RemoteSnapshots
{
public:
    /// What is connected to now, null for nothing; and whether it is another process's.
    using Connected = std::function<std::pair<Connection*, bool>()>;

    explicit RemoteSnapshots(Connected connected) : m_connected(std::move(connected)) {}

    struct Target {
        QString name; ///< for people; "" for the main thread
        QPointer<Session> session;
    };
    /// The main thread first, if it is another process's: our own is not asked in this way.
    std::vector<Target> targets() const;
    /// Snapshots of one target have the same number, which no run of a program in this process has.
    SnapshotSource source(const Target& target);

private:
    int runOf(const Session& session);

    Connected m_connected;
    std::vector<std::pair<QPointer<const Session>, int>> m_runs;
};

} // namespace loopscope
