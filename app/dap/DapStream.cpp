#include "app/dap/DapStream.h"

#include <QJsonDocument>

namespace loopscope {

QByteArray DapStream::packed(const QJsonObject& message)
{
    const QByteArray text = QJsonDocument(message).toJson(QJsonDocument::Compact);
    return "Content-Length: " + QByteArray::number(text.size()) + "\r\n\r\n" + text;
}

std::optional<QJsonObject> DapStream::next()
{
    for (;;) {
        const qsizetype head = m_bytes.indexOf("\r\n\r\n");
        if (head < 0) return std::nullopt;
        qsizetype length = -1;
        for (const QByteArray& line : m_bytes.left(head).split('\n')) {
            const qsizetype colon = line.indexOf(':');
            if (line.left(colon).trimmed().compare("Content-Length", Qt::CaseInsensitive) == 0) length = line.mid(colon + 1).trimmed().toLongLong();
        }
        if (length < 0 || length > kLongest) {
            m_bytes.remove(0, head + 4);
            continue;
        }
        if (m_bytes.size() < head + 4 + length) return std::nullopt;
        const QJsonDocument document = QJsonDocument::fromJson(m_bytes.mid(head + 4, length));
        m_bytes.remove(0, head + 4 + length);
        if (document.isObject()) return document.object();
    }
}

} // namespace loopscope
