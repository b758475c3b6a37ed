#pragma once

#include "inspector/transport/ChildListener.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace loopscope {

class Connection;
class Session;

/// The child processes of the program that is debugged, and theirs: each is a connection of its own, and waits until it is let go.
///
/// Thread: the GUI's. Lifetime: its owner's.
class ChildProcesses : public QObject
{
    Q_OBJECT
public:
    explicit ChildProcesses(QObject* parent = nullptr);
    ~ChildProcesses() override;

    /// Where they say that they are there, the same for all runs. "" and problem() where no socket could be made.
    QString listen();
    /// Those that come are debugged, from now on.
    void welcome() { m_isWelcoming = true; }
    /// Lets all go that are there, and those that still come.
    void forget();

    const std::vector<std::unique_ptr<Connection>>& all() const { return m_all; }

signals:
    /// One is there, or a worker of one. Call `go` once it may begin.
    void attached(loopscope::Session* session, const QString& name, const std::function<void()>& go);
    void problem(const QString& sentence);

private:
    void add(const ChildHello& hello, std::unique_ptr<LineTransport> transport);
    void addWorkers(Session& session, const QString& name);
    void remove(const Connection* connection);

    std::unique_ptr<ChildListener> m_listener;
    std::vector<std::unique_ptr<Connection>> m_all;
    bool m_isWelcoming = false;
};

} // namespace loopscope
