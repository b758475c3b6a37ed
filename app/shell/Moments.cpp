#include "app/shell/Moments.h"

#include "app/console/ConsolePanel.h"
#include "app/session/RunSession.h"
#include "app/shell/MainWindow.h"
#include "app/shell/Workbench.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/panels/EventsPanel.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QRegularExpression>
#include <QTimer>

#include <cmath>

namespace loopscope {

bool waitForEnd(RunSession& session, int seconds)
{
    if (!session.isRunning()) return true;
    bool stopped = false;
    QEventLoop loop;
    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&session, &RunSession::ended, &loop, &QEventLoop::quit);
    QObject::connect(&limit, &QTimer::timeout, &loop, [&] {
        stopped = true;
        session.stop();
    });
    limit.start(seconds * 1000);
    loop.exec();
    return !stopped;
}

void settle(const MainWindow& window)
{
    const Workbench& bench = window.bench();
    const auto isSettled = [&] {
        const auto recording = bench.trace.recording();
        return (!recording || bench.trace.model()->extent() >= recording->size()) && bench.console.isUpToDate() && bench.events.isUpToDate();
    };
    QElapsedTimer clock;
    clock.start();
    do QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    while (!isSettled() && clock.elapsed() < 60'000);
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
}

std::optional<std::uint64_t> momentFromText(const QString& text, std::uint64_t end)
{
    if (text == QLatin1String("end")) return end;
    static const QRegularExpression form(QStringLiteral("^(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s)$"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch()) return std::nullopt;
    const QString unit = match.captured(2);
    const double factor = unit == QLatin1String("s") ? 1e9 : unit == QLatin1String("ms") ? 1e6 : unit == QLatin1String("ns") ? 1 : 1e3;
    const double moment = match.captured(1).toDouble() * factor;
    return moment >= double(end) ? end : static_cast<std::uint64_t>(std::llround(moment));
}

std::uint64_t telling(const Recording& recording)
{
    for (std::uint64_t i = 0; i < recording.size(); ++i) {
        const Record& record = recording.at(i);
        const bool early = record.queue() == Queue::Microtask || record.queue() == Queue::NextTick || record.queue() == Queue::Timers;
        if (record.kind == RecordKind::Begin && early && !record.has(RecordFlag::Internal)) return i + 1;
    }
    return recording.size();
}

} // namespace loopscope
