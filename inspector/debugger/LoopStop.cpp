#include "inspector/debugger/LoopStop.h"

#include "inspector/debugger/CallFrame.h"

#include <QCoreApplication>

namespace loopscope {

namespace {
QString tr(const char* text) { return QCoreApplication::translate("Debugger", text); }
}

void takeLoopStop(Pause& pause)
{
    if (pause.frames.empty() || pause.frames.front().place.url != QLatin1String("loopscope:stop")) return;
    const CallFrame& own = pause.frames.front();
    pause.loopStop = {own.function, own.self.text.toInt()};
    for (const Scope& scope : own.scopes)
        if (scope.type == QLatin1String("global")) pause.globals = scope.objectId;
    pause.frames.erase(pause.frames.begin());
}

QString loopStopSentence(const Pause& pause)
{
    const auto& [kind, value] = pause.loopStop;
    if (kind == QLatin1String("sleep"))
        return value < 0 ? tr("Paused before the loop goes to sleep: nothing is ready, and the program waits for no timer")
                         : tr("Paused before the loop goes to sleep: nothing is ready for the next %1 ms").arg(value);
    if (kind == QLatin1String("poolFull")) return tr("Paused: all %1 threads of the pool are busy, and what is given to it here must wait").arg(value);
    if (kind == QLatin1String("unhandledRejection"))
        return pause.exception.isValid() ? tr("Paused: nobody has handled the rejection by now: %1").arg(pause.exception.text) : tr("Paused: nobody has handled a rejection by now");
    if (kind == QLatin1String("timersPhase")) return tr("Paused before the first callback of the timers phase");
    if (kind == QLatin1String("pendingPhase")) return tr("Paused before the first callback of the pending phase");
    if (kind == QLatin1String("pollPhase")) return tr("Paused before the first callback of the poll phase");
    if (kind == QLatin1String("checkPhase")) return tr("Paused before the first callback of the check phase");
    if (kind == QLatin1String("closingPhase")) return tr("Paused before the first callback of the close phase");
    return tr("Paused");
}

} // namespace loopscope
