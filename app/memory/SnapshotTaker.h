#pragma once

#include "app/memory/SnapshotTaking.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace loopscope {

class RunSession;

/// Where snapshots are taken of, if not of the main thread of the session's program.
struct SnapshotSource {
    std::function<bool(const QString& path, const std::shared_ptr<SnapshotTaking>&)> take; ///< false if it is gone
    QString name; ///< for people; may be ""
    int run = 0;  ///< as HeapFile::run
};

/// Takes heap snapshots of the program that runs: now, after some seconds, several some seconds apart, and when its heap is full.
///
/// Thread: the GUI's. The session must outlive it. Snapshots of one run of the program have the same run().
class SnapshotTaker : public QObject
{
    Q_OBJECT
public:
    explicit SnapshotTaker(RunSession& session, QString folder, QObject* parent = nullptr);
    ~SnapshotTaker() override;

    /// So many, the first after `wait`, the others each `apart` after the one before. False if there is no program.
    bool take(int count = 1, std::chrono::seconds wait = {}, std::chrono::seconds apart = {}, SnapshotSource source = {});
    /// One more when the heap of the program, or of any that is run later, is nearly full. The program ends then, as it does without.
    void setWhenFull(bool isWanted);
    bool isWhenFull() const { return m_isWhenFull; }
    /// The one that is being taken, and those that were to follow.
    void cancel();

    /// One was asked for, or is being taken.
    bool isTaking() const { return current() != nullptr; }
    /// Of the snapshot, 0 to 1; below 0 if nobody knows.
    double part() const;
    bool isWaiting() const { return m_left > 0 && !isTaking(); } ///< for the time of the next
    QString sentence() const; ///< what it does; "" for nothing
    int run() const { return m_run; }

signals:
    void changed();
    /// Its text comes, and is to be read by somebody.
    void textBegan(const std::shared_ptr<SnapshotTaking>& taking);
    void failed(const QString& why);

private:
    std::shared_ptr<SnapshotTaking> begin(HeapSnapshotMoment moment);
    void takeNext();
    void follow(const std::shared_ptr<SnapshotTaking>& taking);
    void noteRun();
    void armForFullHeap();
    std::shared_ptr<SnapshotTaking> current() const;

    RunSession& m_session;
    const QString m_folder;
    std::shared_ptr<SnapshotTaking> m_taking, m_whenFull;
    QTimer m_wait, m_tick;
    std::chrono::seconds m_apart{};
    SnapshotSource m_source;
    int m_left = 0; ///< those that are still to be begun
    int m_count = 0;
    int m_taken = 0;    ///< files
    int m_numbered = 0; ///< that came to be, for their names
    int m_run = 0;
    bool m_isWhenFull = false;
    bool m_wasRunning = false;
};

} // namespace loopscope
