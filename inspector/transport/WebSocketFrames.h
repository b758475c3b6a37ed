#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace loopscope {

/// The frames of RFC 6455 as a client sends and reads them. No network in it. A value.
class WebSocketFrames
{
public:
    enum class Kind : std::uint8_t { Text, Ping, Close };
    struct Message {
        Kind kind = Kind::Text;
        QByteArray data; ///< of Close: the reason
    };
    static constexpr qsizetype kLongest = qsizetype(1) << 30; ///< bytes of a message; more is a fault

    /// Masked, as a client must.
    static QByteArray text(const QByteArray& data) { return frame(0x1, data); }
    static QByteArray pong(const QByteArray& data) { return frame(0xa, data); }
    static QByteArray close() { return frame(0x8, QByteArray("\x03\xe8", 2)); } ///< 1000: all is well

    void take(const QByteArray& bytes) { m_bytes += bytes; }
    /// The next whole message; none while bytes are missing, or after a fault.
    std::optional<Message> next();
    const QString& fault() const { return m_fault; } ///< "" or why no more can be read

private:
    static QByteArray frame(int opcode, const QByteArray& data);
    std::optional<Message> finish(int opcode, bool isLast, const QByteArray& data);

    QByteArray m_bytes;
    QByteArray m_parts; // of a message in several frames
    bool m_isInParts = false;
    QString m_fault;
};

/// What the server must answer to this key (Sec-WebSocket-Accept).
QByteArray webSocketAccept(const QByteArray& key);

} // namespace loopscope
