#pragma once

#include "inspector/transport/Transport.h"
#include "inspector/transport/WebSocketFrames.h"

#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

namespace loopscope {

/// To the inspector of another process, by WebSocket (`ws://127.0.0.1:9229/...`). What is sent before it is open waits.
///
/// Thread: the GUI's. (Not Qt's own WebSocket: in our process its TLS calls would land in Node's.)
class WebSocketTransport : public Transport
{
    Q_OBJECT
public:
    explicit WebSocketTransport(const QUrl& url, QObject* parent = nullptr);
    ~WebSocketTransport() override;

    bool send(const QByteArray& message) override;
    void close() override;

signals:
    void opened();

private:
    void greet();
    void read();
    bool readGreeting();
    void end(const QString& why);
    void acknowledgeAtOnce();
    QString place() const;

    enum class State : std::uint8_t { Connecting, Greeting, Open, Over };
    const QUrl m_url;
    QTcpSocket m_socket;
    QTimer m_patience;
    QByteArray m_key, m_greeting;
    WebSocketFrames m_frames;
    QList<QByteArray> m_early;
    State m_state = State::Connecting;
};

} // namespace loopscope
