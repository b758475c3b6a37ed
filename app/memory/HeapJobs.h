#pragma once

#include "inspector/heap/WorkProgress.h"

#include <QList>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <thread>

namespace loopscope {

/// Long work on snapshots, one job after another on a thread of its own: how far it is, and a way to cancel it.
///
/// Thread: the GUI's. Destroying it cancels all, and waits for the job that just works to notice.
class HeapJobs : public QObject
{
    Q_OBJECT
public:
    /// What is to be done with the result, on the GUI's thread. Not called if the job was cancelled.
    using Then = std::function<void()>;
    /// On the other thread; may throw heap::WorkCancelled. Takes what it needs with it by value.
    using Work = std::function<Then(heap::WorkProgress&)>;

    explicit HeapJobs(QObject* parent = nullptr);
    ~HeapJobs() override;

    /// `title` tells people what is being done ("Comparing…"). The number of the job is never 0.
    quint64 start(const QString& title, Work work);
    void cancel(quint64 job);
    void cancelAll();

    bool isBusy() const { return m_running != nullptr; }
    QString title() const; ///< of the job that works; "" if none does
    double part() const;   ///< of it that is done, 0 to 1

signals:
    void busyChanged();
    void progressed();
    void cancelled(quint64 job);

private:
    struct Job;
    void next();
    void finish(const Then& then);

    QList<std::shared_ptr<Job>> m_waiting;
    std::shared_ptr<Job> m_running;
    std::thread m_thread;
    QTimer m_tick;
    quint64 m_last = 0;
};

} // namespace loopscope
