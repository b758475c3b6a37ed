#include "app/memory/SnapshotTaker.h"

#include "app/session/RunSession.h"

#include <utility>

namespace loopscope {

using namespace std::chrono_literals;

SnapshotTaker::SnapshotTaker(RunSession& session, QString folder, QObject* parent) : QObject(parent), m_session(session), m_folder(std::move(folder))
{
    m_wait.setSingleShot(true);
    m_wait.setTimerType(Qt::PreciseTimer);
    m_tick.setInterval(1s);
    connect(&m_wait, &QTimer::timeout, this, &SnapshotTaker::takeNext);
    connect(&m_tick, &QTimer::timeout, this, &SnapshotTaker::changed);
    connect(&session, &RunSession::stateChanged, this, &SnapshotTaker::noteRun);
}

SnapshotTaker::~SnapshotTaker()
{
    for (const auto& taking : {m_taking, m_whenFull})
        if (taking) taking->cancel();
}

bool SnapshotTaker::take(int count, std::chrono::seconds wait, std::chrono::seconds apart, SnapshotSource source)
{
    if (!source.take && !m_session.isRunning()) return false;
    if (isTaking()) return true;
    m_left = m_count = count;
    m_apart = apart;
    m_source = std::move(source);
    if (wait > 0s) {
        m_wait.start(wait);
        m_tick.start();
        emit changed();
        return true;
    }
    takeNext();
    return isTaking();
}

void SnapshotTaker::takeNext()
{
    m_tick.stop();
    --m_left;
    m_taking = begin(HeapSnapshotMoment::Now);
    if (!m_taking) m_left = 0;
    emit changed();
}

std::shared_ptr<SnapshotTaking> SnapshotTaker::begin(HeapSnapshotMoment moment)
{
    const QString path = QStringLiteral("%1/%2.heapsnapshot").arg(m_folder).arg(m_taken + 1);
    const bool isNow = moment == HeapSnapshotMoment::Now, isElsewhere = isNow && m_source.take;
    QString name = isNow ? tr("Snapshot %1").arg(m_numbered + 1) : tr("Full heap");
    if (isElsewhere && !m_source.name.isEmpty()) name = tr("%1 of %2").arg(name, m_source.name);
    auto taking = std::make_shared<SnapshotTaking>(path, name, isElsewhere ? m_source.run : m_run);
    follow(taking);
    if (isElsewhere ? !m_source.take(path, taking) : !m_session.takeHeapSnapshot(path, taking, moment)) return nullptr;
    ++m_taken;
    return taking;
}

void SnapshotTaker::follow(const std::shared_ptr<SnapshotTaking>& taking)
{
    const std::weak_ptr<SnapshotTaking> weak = taking;
    connect(taking.get(), &SnapshotTaking::moved, this, &SnapshotTaker::changed);
    connect(taking.get(), &SnapshotTaking::textBegan, this, [this, weak] {
        const auto one = weak.lock();
        if (!one || one->isCancelled()) return;
        if (one != m_whenFull) ++m_numbered;
        emit textBegan(one);
    });
    connect(taking.get(), &SnapshotTaking::over, this, [this, own = taking.get(), weak](const QString& problem) {
        const bool isWanted = !own->isCancelled();
        const bool wasBegun = own->part() >= 0;
        auto& place = own == m_whenFull.get() ? m_whenFull : m_taking;
        if (place.get() != own) return;
        const bool isOrdinary = &place == &m_taking;
        place.reset();
        if (!problem.isEmpty() && isWanted && (isOrdinary || wasBegun)) emit failed(problem);
        if (isOrdinary && m_left > 0) {
            m_wait.start(m_apart);
            m_tick.start();
        }
        emit changed();
    });
}

void SnapshotTaker::setWhenFull(bool isWanted)
{
    if (std::exchange(m_isWhenFull, isWanted) == isWanted) return;
    if (isWanted) armForFullHeap();
    else if (m_whenFull) m_whenFull->cancel();
    emit changed();
}

void SnapshotTaker::armForFullHeap()
{
    if (m_isWhenFull && m_session.isRunning()) m_whenFull = begin(HeapSnapshotMoment::HeapIsFull);
}

void SnapshotTaker::cancel()
{
    m_left = 0;
    m_wait.stop();
    m_tick.stop();
    if (const auto taking = current()) taking->cancel();
    m_taking.reset(); // one that waits for a program that stands is told when it goes on
    emit changed();
}

void SnapshotTaker::noteRun()
{
    const bool isRunning = m_session.isRunning();
    if (std::exchange(m_wasRunning, isRunning) == isRunning) return;
    if (isRunning) {
        ++m_run;
        return armForFullHeap();
    }
    // What its program told of it has come before this.
    m_whenFull.reset();
    if (m_source.take) return; // of another process, or a worker, whose connection tells
    const bool wasAsked = m_taking != nullptr;
    cancel();
    if (wasAsked) emit failed(tr("The program ended before the snapshot was taken."));
}

std::shared_ptr<SnapshotTaking> SnapshotTaker::current() const
{
    if (m_taking) return m_taking;
    return m_whenFull && m_whenFull->part() >= 0 && !m_whenFull->isCancelled() ? m_whenFull : nullptr;
}

double SnapshotTaker::part() const
{
    const auto taking = current();
    return taking ? taking->part() : -1;
}

QString SnapshotTaker::sentence() const
{
    if (const auto taking = current()) return taking == m_whenFull ? tr("The heap is full: taking a snapshot…") : tr("Taking a snapshot: the program stands meanwhile…");
    if (m_left == 0) return {};
    const qint64 seconds = (m_wait.remainingTime() + 999) / 1000;
    return m_count > 1 ? tr("Snapshot %1 of %2 in %L3 s").arg(m_count - m_left + 1).arg(m_count).arg(seconds) : tr("A snapshot in %L1 s").arg(seconds);
}

} // namespace loopscope
