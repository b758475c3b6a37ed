#pragma once

#include "app/session/SessionState.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace loopscope {

/// Keeps the session on disk while the program runs, so that a kill loses at most a moment.
///
/// Thread: the GUI's. Lifetime: the window's. A file is replaced as a whole or not at all.
class SessionStore : public QObject
{
    Q_OBJECT
public:
    /// `folder` is made when it is first needed. `take` says what is to be stored, whenever it is.
    SessionStore(const QString& folder, std::function<SessionState()> take, QObject* parent = nullptr);
    /// Stores what is still to be stored.
    ~SessionStore() override;

    /// Where sessions lie: the environment variable LOOPSCOPE_STATE_DIR, else the user's folder for such data.
    static QString defaultFolder();

    /// What was stored last; the defaults if nothing was, or if it cannot be read.
    SessionState load() const;
    /// Where the recording of the last run lies.
    QString recordingPath() const;

public slots:
    /// Something changed: it is stored in a moment.
    void noteChange();
    void storeNow();

signals:
    void problem(const QString& sentence);

private:
    QString path() const;

    const QString m_folder;
    const std::function<SessionState()> m_take;
    QTimer m_timer;
    QByteArray m_stored;
    bool m_complained = false;
};

} // namespace loopscope
