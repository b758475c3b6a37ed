#pragma once

#include "inspector/transport/Transport.h"

#include <memory>

class QLocalSocket;

namespace loopscope {

/// Over a local socket: a line a message. What JSON says in one line has no line break in it.
///
/// Thread: the GUI's.
class LineTransport : public Transport
{
    Q_OBJECT
public:
    /// Takes a socket that is connected. The first line is still to come: see read().
    explicit LineTransport(std::unique_ptr<QLocalSocket> socket, QObject* parent = nullptr);
    ~LineTransport() override;

    bool send(const QByteArray& message) override;
    void close() override;
    /// Messages that have come already, or come from now on, are told.
    void begin();

signals:
    /// What came before begin(), one line.
    void greeted(const QByteArray& line);

private:
    void read();
    void end(const QString& why);

    std::unique_ptr<QLocalSocket> m_socket;
    QByteArray m_bytes;
    qsizetype m_searched = 0; ///< of m_bytes: no line ends there
    bool m_isGreeted = false, m_isBegun = false, m_isOver = false;
};

} // namespace loopscope
