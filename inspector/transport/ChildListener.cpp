#include "inspector/transport/ChildListener.h"

#include "inspector/transport/LineTransport.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>

#include <utility>

namespace loopscope {

namespace {

constexpr int kMostWaiting = 200;           ///< children that connect at the same time
constexpr qsizetype kLongestAddress = 100;  ///< of a local socket: the system takes 107 bytes

/// Made with mode 0700.
std::unique_ptr<QTemporaryDir> makeFolder()
{
    for (const QString& place : {qEnvironmentVariable("XDG_RUNTIME_DIR"), QDir::tempPath(), QStringLiteral("/tmp")}) {
        if (place.isEmpty() || place.toUtf8().size() + 24 > kLongestAddress) continue;
        auto folder = std::make_unique<QTemporaryDir>(place + QStringLiteral("/loopscope-XXXXXX"));
        if (folder->isValid()) return folder;
    }
    return nullptr;
}

QStringList texts(const QJsonValue& array)
{
    QStringList all;
    for (const auto& value : array.toArray()) all << value.toString();
    return all;
}

} // namespace

bool ChildHello::read(const QByteArray& json)
{
    const QJsonObject hello = QJsonDocument::fromJson(json).object();
    pid = hello["pid"].toInteger();
    parent = hello["parent"].toInteger();
    version = hello["version"].toString();
    arguments = texts(hello["arguments"]);
    options = texts(hello["options"]);
    folder = hello["folder"].toString();
    clusterWorker = hello["clusterWorker"].toVariant().toString();
    return pid > 0 && version.startsWith(u'v');
}

QString ChildHello::name() const
{
    if (!clusterWorker.isEmpty()) return ChildListener::tr("cluster worker %1 (%2)").arg(clusterWorker).arg(pid);
    const QString script = arguments.value(1).section(u'/', -1);
    return QStringLiteral("%1 (%2)").arg(script.isEmpty() ? QString(QStringLiteral("node ") + options.value(0)).trimmed() : script).arg(pid);
}

ChildListener::ChildListener(Arrived arrived, QObject* parent) : QObject(parent), m_arrived(std::move(arrived)), m_folder(makeFolder()), m_server(std::make_unique<QLocalServer>())
{
    if (!m_folder) {
        m_error = tr("Child processes cannot be debugged: no folder for their socket could be made in %1.").arg(QDir::tempPath());
        return;
    }
    m_server->setListenBacklogSize(kMostWaiting);
    m_server->setMaxPendingConnections(kMostWaiting);
    connect(m_server.get(), &QLocalServer::newConnection, this, &ChildListener::welcome);
    if (!m_server->listen(m_folder->filePath(QStringLiteral("children")))) m_error = tr("Child processes cannot be debugged: %1.").arg(m_server->errorString());
}

ChildListener::~ChildListener() { m_server->close(); }

QString ChildListener::address() const { return m_server->isListening() ? m_server->fullServerName() : QString(); }

void ChildListener::welcome()
{
    while (QLocalSocket* socket = m_server->nextPendingConnection()) {
        socket->setParent(nullptr);
        auto* transport = new LineTransport(std::unique_ptr<QLocalSocket>(socket), this);
        connect(transport, &LineTransport::ended, transport, &QObject::deleteLater); // before it has said who it is
        connect(transport, &LineTransport::greeted, this, [this, transport](const QByteArray& line) {
            ChildHello hello;
            if (!hello.read(line)) return transport->close();
            transport->disconnect();
            transport->setParent(nullptr);
            m_arrived(hello, std::unique_ptr<LineTransport>(transport));
        });
    }
}

void letGo(LineTransport& child) { child.send("go"); }

} // namespace loopscope
