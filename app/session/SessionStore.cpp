#include "app/session/SessionStore.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <QStandardPaths>

namespace loopscope {

namespace {
constexpr int kMoment = 200; // ms
}

SessionStore::SessionStore(const QString& folder, std::function<SessionState()> take, QObject* parent)
    : QObject(parent), m_folder(folder), m_take(std::move(take))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kMoment);
    connect(&m_timer, &QTimer::timeout, this, &SessionStore::storeNow);
}

SessionStore::~SessionStore()
{
    if (m_timer.isActive()) storeNow();
}

QString SessionStore::defaultFolder()
{
    const QString wanted = qEnvironmentVariable("LOOPSCOPE_STATE_DIR");
    if (!wanted.isEmpty()) return wanted;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/loopscope");
}

QString SessionStore::path() const { return m_folder + QStringLiteral("/session.json"); }
QString SessionStore::recordingPath() const { return m_folder + QStringLiteral("/last-run.loopscope"); }

SessionState SessionStore::load() const
{
    QFile file(path());
    if (!file.open(QIODevice::ReadOnly)) return {};
    return SessionState::fromJson(QJsonDocument::fromJson(file.readAll()).object());
}

// Not started anew by each change: typing without a pause must not put the storing off for ever.
void SessionStore::noteChange()
{
    if (!m_timer.isActive()) m_timer.start();
}

void SessionStore::storeNow()
{
    m_timer.stop();
    const QByteArray bytes = QJsonDocument(m_take().toJson()).toJson(QJsonDocument::Compact);
    if (bytes == m_stored) return;
    QSaveFile file(path());
    const bool done = QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
    if (done) m_stored = bytes;
    else if (!std::exchange(m_complained, true))
        emit problem(tr("The session cannot be stored in %1: %2.").arg(QDir::toNativeSeparators(m_folder), file.errorString()));
}

} // namespace loopscope
