#include "inspector/transport/LineTransport.h"

#include <QLocalSocket>

#include <utility>

namespace loopscope {

namespace {
constexpr qsizetype kLongestGreeting = 256 * 1024;
}

LineTransport::LineTransport(std::unique_ptr<QLocalSocket> socket, QObject* parent) : Transport(parent), m_socket(std::move(socket))
{
    connect(m_socket.get(), &QLocalSocket::readyRead, this, &LineTransport::read);
    // What has come before the end is read first; the end is told later, never inside a call.
    connect(m_socket.get(), &QLocalSocket::disconnected, this, [this] {
        read();
        end(tr("The process has ended."));
    }, Qt::QueuedConnection);
    QMetaObject::invokeMethod(this, &LineTransport::read, Qt::QueuedConnection);
}

LineTransport::~LineTransport() { m_socket->disconnect(this); }

void LineTransport::begin()
{
    m_isBegun = true;
    QMetaObject::invokeMethod(this, &LineTransport::read, Qt::QueuedConnection);
}

void LineTransport::read()
{
    if (m_socket->bytesAvailable() > 0) m_bytes += m_socket->readAll();
    while (!m_isOver && (m_isBegun || !m_isGreeted)) {
        const qsizetype end = m_bytes.indexOf('\n', m_searched);
        if (end < 0) {
            m_searched = m_bytes.size();
            if (!m_isGreeted && m_searched > kLongestGreeting) this->end(tr("What has connected is no process that is debugged."));
            return;
        }
        const QByteArray line = m_bytes.first(end);
        m_bytes.remove(0, end + 1);
        m_searched = 0;
        if (std::exchange(m_isGreeted, true)) emit received(line);
        else emit greeted(line);
    }
}

bool LineTransport::send(const QByteArray& message)
{
    if (m_isOver || m_socket->state() != QLocalSocket::ConnectedState) return false;
    m_socket->write(message + '\n');
    return true;
}

void LineTransport::close() { end(tr("The connection was closed.")); }

void LineTransport::end(const QString& why)
{
    if (std::exchange(m_isOver, true)) return;
    m_socket->disconnect(this);
    m_socket->flush();
    m_socket->disconnectFromServer();
    emit ended(why);
}

} // namespace loopscope
