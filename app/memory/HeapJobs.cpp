#include "app/memory/HeapJobs.h"

#include <utility>

namespace loopscope {

namespace {

constexpr int kTickMs = 60;

} // namespace

struct HeapJobs::Job {
    quint64 number = 0;
    QString title;
    Work work;
    heap::WorkProgress progress;
};

HeapJobs::HeapJobs(QObject* parent) : QObject(parent)
{
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, &HeapJobs::progressed);
}

HeapJobs::~HeapJobs()
{
    if (m_running) m_running->progress.cancel();
    if (m_thread.joinable()) m_thread.join();
}

quint64 HeapJobs::start(const QString& title, Work work)
{
    auto job = std::make_shared<Job>();
    job->number = ++m_last;
    job->title = title;
    job->work = std::move(work);
    m_waiting << job;
    if (!m_running) next();
    return m_last;
}

void HeapJobs::cancel(quint64 job)
{
    if (m_running && m_running->number == job) m_running->progress.cancel();
    if (m_waiting.removeIf([job](const auto& one) { return one->number == job; }) > 0) emit cancelled(job);
}

void HeapJobs::cancelAll()
{
    if (m_running) m_running->progress.cancel();
    for (const auto& job : std::exchange(m_waiting, {})) emit cancelled(job->number);
}

QString HeapJobs::title() const { return m_running ? m_running->title : QString(); }
double HeapJobs::part() const { return m_running ? m_running->progress.part() : 0; }

void HeapJobs::next()
{
    if (m_thread.joinable()) m_thread.join();
    const bool wasBusy = m_running != nullptr;
    m_running = m_waiting.isEmpty() ? nullptr : m_waiting.takeFirst();
    if (!m_running) {
        m_tick.stop();
        if (wasBusy) emit busyChanged();
        return;
    }
    m_tick.start();
    m_thread = std::thread([this, job = m_running] {
        Then then;
        try {
            then = job->work(job->progress);
        } catch (const heap::WorkCancelled&) {
        }
        QMetaObject::invokeMethod(this, [this, then] { finish(then); }, Qt::QueuedConnection);
    });
    emit busyChanged();
}

void HeapJobs::finish(const Then& then)
{
    // What it gave may start another, which must not find this one still running for ever.
    const bool isCancelled = m_running->progress.isCancelled();
    if (isCancelled) emit cancelled(m_running->number);
    else if (then) then();
    next();
}

} // namespace loopscope
