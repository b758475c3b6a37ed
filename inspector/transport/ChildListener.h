#pragma once

#include <QObject>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>

class QLocalServer;

namespace loopscope {

class LineTransport;

/// A process that asks to be debugged, as its agent (runtime/child) tells of it. A value.
struct ChildHello {
    qint64 pid = 0, parent = 0;
    QString version;      ///< "v22.23.0"
    QStringList arguments; ///< node, script, ..
    QStringList options;   ///< of node's, before the script
    QString folder;
    QString clusterWorker; ///< its number; "" for another process

    /// "server.js (4711)", "cluster worker 2 (4712)", "node -e (4713)"
    QString name() const;
    /// False for what is no greeting.
    bool read(const QByteArray& json);
};

/// Where child processes of a program that is debugged say that they are there: a local socket in a folder of its own, which nobody but
/// this user can enter. They wait until they are let go.
///
/// Thread: the GUI's. Lifetime: that of what listens; those that have come live on without it.
class ChildListener : public QObject
{
    Q_OBJECT
public:
    using Arrived = std::function<void(const ChildHello&, std::unique_ptr<LineTransport>)>;

    explicit ChildListener(Arrived arrived, QObject* parent = nullptr);
    ~ChildListener() override;

    /// For ProgramRun's RunRequest::childAddress; "" where no socket could be made: see error().
    QString address() const;
    const QString& error() const { return m_error; }

private:
    void welcome();

    const Arrived m_arrived;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QLocalServer> m_server;
    QString m_error;
};

/// Has a child that waits begin.
void letGo(LineTransport& child);

} // namespace loopscope
