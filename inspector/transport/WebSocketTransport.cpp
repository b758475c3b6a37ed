#include "inspector/transport/WebSocketTransport.h"

#include <QNetworkProxy>
#include <QRandomGenerator>

#include <utility>

#ifdef Q_OS_LINUX
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

namespace loopscope {

namespace {
constexpr int kPatience = 5000; ///< ms for the other side to answer at the beginning
constexpr qsizetype kLongestGreeting = 64 * 1024;
}

WebSocketTransport::WebSocketTransport(const QUrl& url, QObject* parent) : Transport(parent), m_url(url)
{
    connect(&m_socket, &QTcpSocket::connected, this, &WebSocketTransport::greet);
    connect(&m_socket, &QTcpSocket::readyRead, this, &WebSocketTransport::read);
    connect(&m_socket, &QTcpSocket::disconnected, this, [this] { end(tr("%1 has closed the connection.").arg(place())); });
    connect(&m_socket, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error == QAbstractSocket::ConnectionRefusedError) return end(tr("Nothing listens at %1.").arg(place()));
        if (error != QAbstractSocket::RemoteHostClosedError) end(tr("%1: %2.").arg(place(), m_socket.errorString()));
    });
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] { end(tr("%1 does not answer.").arg(place())); });
    m_patience.start(kPatience);
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket.setProxy(QNetworkProxy::NoProxy); // to ask for one would call libraries that take Node's TLS for their own
    m_socket.connectToHost(url.host(), static_cast<quint16>(url.port(9229)));
}

WebSocketTransport::~WebSocketTransport() { m_socket.disconnect(this); }

QString WebSocketTransport::place() const { return QStringLiteral("%1:%2").arg(m_url.host()).arg(m_url.port(9229)); }

/// Node's inspector sends an event and an answer as two packets; the second would wait for our kernel's delayed acknowledgement (40 ms).
void WebSocketTransport::acknowledgeAtOnce()
{
#ifdef Q_OS_LINUX
    const int on = 1;
    setsockopt(static_cast<int>(m_socket.socketDescriptor()), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
#endif
}

void WebSocketTransport::greet()
{
    acknowledgeAtOnce();
    quint32 random[4];
    QRandomGenerator::global()->fillRange(random);
    m_key = QByteArray(reinterpret_cast<const char*>(random), sizeof random).toBase64();
    m_state = State::Greeting;
    m_socket.write("GET " + m_url.path(QUrl::FullyEncoded).toUtf8() + " HTTP/1.1\r\nHost: " + place().toUtf8() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + m_key
                   + "\r\nSec-WebSocket-Version: 13\r\n\r\n");
}

bool WebSocketTransport::readGreeting()
{
    m_greeting += m_socket.readAll();
    const qsizetype end = m_greeting.indexOf("\r\n\r\n");
    if (end < 0 && m_greeting.size() < kLongestGreeting) return false;
    const QByteArray head = m_greeting.left(end), lower = head.toLower();
    const qsizetype field = lower.indexOf("\r\nsec-websocket-accept:");
    const QByteArray accept = field < 0 ? QByteArray() : head.mid(field + 23, head.indexOf("\r\n", field + 2) < 0 ? -1 : head.indexOf("\r\n", field + 2) - field - 23).trimmed();
    if (end < 0 || !head.startsWith("HTTP/1.1 101") || accept != webSocketAccept(m_key)) {
        this->end(tr("What listens at %1 is no inspector of Node's (%2).").arg(place(), QString::fromUtf8(head.left(head.indexOf('\r')).left(80))));
        return false;
    }
    m_frames.take(m_greeting.mid(end + 4));
    m_greeting.clear();
    m_patience.stop();
    m_state = State::Open;
    for (const QByteArray& message : std::exchange(m_early, {})) send(message);
    emit opened();
    return true;
}

void WebSocketTransport::read()
{
    acknowledgeAtOnce();
    if (m_state == State::Greeting && !readGreeting()) return;
    if (m_state != State::Open) return;
    m_frames.take(m_socket.readAll());
    while (m_state == State::Open) {
        const auto message = m_frames.next();
        if (!message) break;
        switch (message->kind) {
        case WebSocketFrames::Kind::Text: emit received(message->data); break;
        case WebSocketFrames::Kind::Ping: m_socket.write(WebSocketFrames::pong(message->data)); break;
        case WebSocketFrames::Kind::Close: return end(tr("%1 has closed the connection.").arg(place()));
        }
    }
    if (!m_frames.fault().isEmpty()) end(m_frames.fault());
}

bool WebSocketTransport::send(const QByteArray& message)
{
    if (m_state == State::Over) return false;
    if (m_state != State::Open) return m_early << message, true;
    m_socket.write(WebSocketFrames::text(message));
    return true;
}

void WebSocketTransport::close()
{
    if (m_state == State::Open) m_socket.write(WebSocketFrames::close());
    end(tr("The connection was closed."));
}

void WebSocketTransport::end(const QString& why)
{
    if (std::exchange(m_state, State::Over) == State::Over) return;
    m_patience.stop();
    m_socket.flush();
    m_socket.disconnectFromHost();
    emit ended(why);
}

} // namespace loopscope
