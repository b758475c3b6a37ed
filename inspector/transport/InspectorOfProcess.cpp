#include "inspector/transport/InspectorOfProcess.h"

#include "inspector/transport/InspectorTargets.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace loopscope {

namespace {

constexpr int kLookAgain = 40; // ms
constexpr int kMostLooks = 60; // then it has none, or had one before

bool isNode(qint64 pid)
{
    const QString executable = QFile::symLinkTarget(QStringLiteral("/proc/%1/exe").arg(pid));
    return executable.section(u'/', -1).startsWith(QLatin1String("node"));
}

} // namespace

QSet<quint16> listeningPorts(qint64 pid)
{
    QSet<QByteArray> sockets;
    const QDir folder(QStringLiteral("/proc/%1/fd").arg(pid));
    for (const QFileInfo& fd : folder.entryInfoList(QDir::System | QDir::AllEntries | QDir::NoDotAndDotDot))
        if (const QString target = fd.readSymLink().section(u'/', -1); target.startsWith(QLatin1String("socket:["))) sockets << target.mid(8).chopped(1).toUtf8();
    QSet<quint16> ports;
    for (const char* table : {"tcp", "tcp6"}) {
        QFile file(QStringLiteral("/proc/%1/net/%2").arg(pid).arg(QLatin1String(table)));
        if (!file.open(QIODevice::ReadOnly)) continue;
        for (const QByteArray& line : file.readAll().split('\n')) {
            const QList<QByteArray> words = line.simplified().split(' ');
            if (words.size() > 9 && words[3] == "0A" && sockets.contains(words[9])) ports << words[1].mid(words[1].lastIndexOf(':') + 1).toUShort(nullptr, 16);
        }
    }
    return ports;
}

InspectorOfProcess::InspectorOfProcess(qint64 pid, QObject* parent) : QObject(parent), m_pid(pid)
{
    connect(&m_timer, &QTimer::timeout, this, &InspectorOfProcess::look);
    const auto fail = [this](const QString& sentence) { QMetaObject::invokeMethod(this, [this, sentence] { emit failed(sentence); }, Qt::QueuedConnection); };
    if (pid <= 0 || ::kill(static_cast<pid_t>(pid), 0) != 0) {
        fail(tr("Process %1: %2.").arg(pid).arg(QString::fromLocal8Bit(strerror(pid <= 0 ? ESRCH : errno))));
        return;
    }
    if (!isNode(pid)) { // the signal would end it
        fail(tr("Process %1 is no node, as far as the name of its executable tells.").arg(pid));
        return;
    }
    m_before = listeningPorts(pid);
    ::kill(static_cast<pid_t>(pid), SIGUSR1);
    m_timer.start(kLookAgain);
}

void InspectorOfProcess::look()
{
    const QSet<quint16> now = listeningPorts(m_pid);
    const bool isLast = ++m_looks >= kMostLooks;
    QList<quint16> ports = (now - m_before).values();
    if (ports.isEmpty() && !isLast && !(now.contains(9229) && m_looks > 3)) return;
    m_timer.stop();
    if (ports.isEmpty()) ports = now.values(); // it was open before
    std::ranges::sort(ports, {}, [](quint16 port) { return std::pair(port != 9229, port); });
    tryPorts(ports, [this] { emit failed(tr("Process %1 has no inspector: it has not opened one when it was asked (SIGUSR1).").arg(m_pid)); });
}

void InspectorOfProcess::tryPorts(QList<quint16> ports, std::function<void()> otherwise)
{
    if (ports.isEmpty()) return otherwise();
    const quint16 port = ports.takeFirst();
    auto* question = new InspectorTargets(QStringLiteral("127.0.0.1"), port, this);
    connect(question, &InspectorTargets::failed, this, [this, question, ports, otherwise] {
        question->deleteLater();
        tryPorts(ports, otherwise);
    });
    connect(question, &InspectorTargets::found, this, [this, port] { emit found(QStringLiteral("127.0.0.1:%1").arg(port)); });
}

} // namespace loopscope
