#include "inspector/transport/WebSocketFrames.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QtEndian>

namespace loopscope {

static QString tr(const char* text) { return QCoreApplication::translate("WebSocket", text); }

QByteArray webSocketAccept(const QByteArray& key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64(); // RFC 6455, 1.3
}

QByteArray WebSocketFrames::frame(int opcode, const QByteArray& data)
{
    QByteArray bytes(1, static_cast<char>(0x80 | opcode));
    const auto size = static_cast<quint64>(data.size());
    if (size < 126) {
        bytes += static_cast<char>(0x80 | size);
    } else if (size < 0x10000) {
        bytes += static_cast<char>(0x80 | 126);
        const quint16 big = qToBigEndian(static_cast<quint16>(size));
        bytes.append(reinterpret_cast<const char*>(&big), 2);
    } else {
        bytes += static_cast<char>(0x80 | 127);
        const quint64 big = qToBigEndian(size);
        bytes.append(reinterpret_cast<const char*>(&big), 8);
    }
    const quint32 mask = QRandomGenerator::global()->generate();
    char key[4];
    qToBigEndian(mask, key);
    bytes.append(key, 4);
    const qsizetype from = bytes.size();
    bytes += data;
    for (qsizetype i = 0; i < data.size(); ++i) bytes[from + i] = static_cast<char>(bytes[from + i] ^ key[i % 4]);
    return bytes;
}

std::optional<WebSocketFrames::Message> WebSocketFrames::next()
{
    while (m_fault.isEmpty() && m_bytes.size() >= 2) {
        const auto* bytes = reinterpret_cast<const uchar*>(m_bytes.constData());
        const int opcode = bytes[0] & 0xf;
        const bool isLast = bytes[0] & 0x80, isMasked = bytes[1] & 0x80;
        quint64 size = bytes[1] & 0x7f;
        const qsizetype head = size == 127 ? 10 : size == 126 ? 4 : 2;
        if (m_bytes.size() < head) return std::nullopt;
        if (size == 126) size = qFromBigEndian<quint16>(bytes + 2);
        else if (size == 127) size = qFromBigEndian<quint64>(bytes + 2);
        if (isMasked || (bytes[0] & 0x70)) m_fault = tr("The other side does not keep to the WebSocket protocol.");
        else if (size > static_cast<quint64>(kLongest) - static_cast<quint64>(m_parts.size())) m_fault = tr("The other side sends a message of %1 MB; more than 1 GB is not taken.").arg(size >> 20);
        if (!m_fault.isEmpty() || m_bytes.size() - head < static_cast<qsizetype>(size)) return std::nullopt;
        const QByteArray data = m_bytes.mid(head, static_cast<qsizetype>(size));
        m_bytes.remove(0, head + static_cast<qsizetype>(size));
        if (auto message = finish(opcode, isLast, data)) return message;
    }
    return std::nullopt;
}

std::optional<WebSocketFrames::Message> WebSocketFrames::finish(int opcode, bool isLast, const QByteArray& data)
{
    switch (opcode) {
    case 0x8: return Message{Kind::Close, data.mid(2)};
    case 0x9: return Message{Kind::Ping, data};
    case 0xa: return std::nullopt;
    case 0x0:
    case 0x1:
    case 0x2: break;
    default: m_fault = tr("The other side does not keep to the WebSocket protocol."); return std::nullopt;
    }
    if ((opcode == 0) != m_isInParts) {
        m_fault = tr("The other side does not keep to the WebSocket protocol.");
        return std::nullopt;
    }
    m_parts += data;
    m_isInParts = !isLast;
    if (!isLast) return std::nullopt;
    return Message{Kind::Text, std::exchange(m_parts, {})};
}

} // namespace loopscope
