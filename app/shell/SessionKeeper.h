#pragma once

#include "app/session/SessionState.h"

#include <QObject>

#include <memory>

namespace loopscope {

class Recording;
class RecordingSaver;
class SessionStore;
struct Workbench;

/// Takes from the window what is to be remembered, and gives it back at the next start; saves each run's recording while
/// it grows.
///
/// Thread: the GUI's. Owned by the window.
class SessionKeeper : public QObject
{
    Q_OBJECT
public:
    SessionKeeper(const Workbench& bench, const QString& folder, QObject* parent);
    ~SessionKeeper() override;

    /// Brings back files, unsaved texts, layout and looks. The recording of the last run too, if asked for.
    void restore(bool recording);
    void storeNow();
    void noteChange();

private:
    SessionState take() const;
    void restoreFiles(const SessionState& state);
    void restoreLooks(const SessionState& state);
    void restoreRecording(const std::shared_ptr<Recording>& recording, const SessionState& state);
    void watch();
    void saveRun();

    const std::unique_ptr<const Workbench> m_bench;
    bool m_watching = false; // before it has been restored there is nothing to store
    std::unique_ptr<SessionStore> m_store;
    std::unique_ptr<RecordingSaver> m_saver;
    std::weak_ptr<Recording> m_restored; // that of the run before this start
};

} // namespace loopscope
