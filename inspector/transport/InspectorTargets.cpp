#include "inspector/transport/InspectorTargets.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>

#include <utility>

namespace loopscope {

namespace {
constexpr int kPatience = 5000; // ms
constexpr qsizetype kLongest = 4 * 1024 * 1024;
}

std::pair<QString, quint16> placeFromText(const QString& text)
{
    const QString trimmed = text.trimmed();
    bool isPort = false;
    const uint port = trimmed.toUInt(&isPort);
    if (isPort) return {QStringLiteral("127.0.0.1"), port < 65536 ? static_cast<quint16>(port) : quint16(0)};
    const QUrl url(trimmed.contains(QLatin1String("://")) ? trimmed : QStringLiteral("ws://") + trimmed);
    if (!url.isValid() || url.host().isEmpty()) return {{}, 0};
    return {url.host(), static_cast<quint16>(url.port(9229))};
}

InspectorTargets::InspectorTargets(const QString& host, quint16 port, QObject* parent) : QObject(parent), m_place(QStringLiteral("%1:%2").arg(host).arg(port))
{
    connect(&m_socket, &QTcpSocket::connected, this, [this] { m_socket.write("GET /json/list HTTP/1.1\r\nHost: " + m_place.toUtf8() + "\r\nConnection: close\r\n\r\n"); });
    connect(&m_socket, &QTcpSocket::readyRead, this, &InspectorTargets::read);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error == QAbstractSocket::ConnectionRefusedError) fail(tr("Nothing listens at %1. Start the program with node --inspect, or send it SIGUSR1.").arg(m_place));
        else if (error != QAbstractSocket::RemoteHostClosedError) fail(tr("%1: %2.").arg(m_place, m_socket.errorString()));
        else if (!m_isOver) read(), fail(tr("What listens at %1 is no inspector of Node's.").arg(m_place));
    });
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] { fail(tr("%1 does not answer.").arg(m_place)); });
    m_patience.start(kPatience);
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_socket.connectToHost(host, port);
}

void InspectorTargets::read()
{
    m_answer += m_socket.readAll();
    const qsizetype head = m_answer.indexOf("\r\n\r\n");
    if (m_isOver || (head < 0 && m_answer.size() < kLongest)) return;
    const QJsonDocument document = QJsonDocument::fromJson(m_answer.mid(head + 4));
    if (!document.isArray()) {
        if (m_answer.size() >= kLongest || (head >= 0 && !m_answer.startsWith("HTTP/1.1 200") && !m_answer.startsWith("HTTP/1.0 200"))) fail(tr("What listens at %1 is no inspector of Node's.").arg(m_place));
        return; // more comes
    }
    std::vector<InspectorTarget> targets;
    for (const auto& value : document.array()) {
        const QJsonObject one = value.toObject();
        const QUrl address(one["webSocketDebuggerUrl"].toString());
        if (address.isValid() && !address.isEmpty()) targets.push_back({one["title"].toString(), one["url"].toString(), address});
    }
    m_isOver = true;
    m_patience.stop();
    emit found(targets);
}

void InspectorTargets::fail(const QString& sentence)
{
    if (std::exchange(m_isOver, true)) return;
    m_patience.stop();
    emit failed(sentence);
}

} // namespace loopscope
