#include "app/debugger/LoopMoments.h"

#include <QCoreApplication>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("LoopMoments", text); }
LoopMoment callback(Queue queue, const QString& id, const QString& text, const QString& whole, const QString& keys) { return {CallbackStops::bit(queue), id, text, whole, keys}; }
LoopMoment phase(Phase phase, const QString& id, const QString& text, const QString& whole, const QString& keys) { return {CallbackStops::bit(phase), id, text, whole, keys}; }

} // namespace

std::vector<LoopMoment> callbackMoments()
{
    return {callback(Queue::Timers, QStringLiteral("timers"), tr("Timers"), tr("In timer callbacks"), tr("&Timers")),
        callback(Queue::Poll, QStringLiteral("poll"), tr("I/O"), tr("In I/O callbacks"), tr("&I/O")),
        callback(Queue::Check, QStringLiteral("check"), tr("setImmediate"), tr("In setImmediate callbacks"), tr("set&Immediate")),
        callback(Queue::Closing, QStringLiteral("closing"), tr("Close events"), tr("In close callbacks"), tr("&Close events")),
        callback(Queue::NextTick, QStringLiteral("nextTick"), tr("nextTick"), tr("In nextTick callbacks"), tr("&nextTick")),
        callback(Queue::Microtask, QStringLiteral("microtask"), tr("Promises and microtasks"), tr("In promise jobs and microtasks"), tr("&Promises and microtasks"))};
}

std::vector<LoopMoment> phaseMoments()
{
    return {phase(Phase::Timers, QStringLiteral("phase.timers"), tr("Timers"), tr("Before the timers phase runs anything"), tr("&Timers")),
        phase(Phase::Pending, QStringLiteral("phase.pending"), tr("Pending"), tr("Before the pending phase runs anything"), tr("P&ending")),
        phase(Phase::Poll, QStringLiteral("phase.poll"), tr("Poll"), tr("Before the poll phase runs anything"), tr("&Poll")),
        phase(Phase::Check, QStringLiteral("phase.check"), tr("Check"), tr("Before the check phase runs anything"), tr("C&heck")),
        phase(Phase::Closing, QStringLiteral("phase.close"), tr("Close"), tr("Before the close phase runs anything"), tr("&Close"))};
}

std::vector<LoopMoment> otherMoments()
{
    return {{CallbackStops::kSleep, QStringLiteral("sleep"), tr("The loop is about to sleep"), tr("Before the loop goes to sleep"), tr("The loop is about to &sleep")},
        {CallbackStops::kPoolFull, QStringLiteral("poolFull"), tr("The thread pool is full"), tr("Where the thread pool becomes full"), tr("The thread pool is &full")},
        {CallbackStops::kRejection, QStringLiteral("unhandledRejection"), tr("A rejection stays unhandled"), tr("On rejections that stay unhandled"), tr("A rejection stays &unhandled")}};
}

} // namespace loopscope
