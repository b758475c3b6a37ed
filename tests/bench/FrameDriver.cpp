// A native module for the bench: the real window, offscreen, in which somebody pans, zooms and drags sixty times a second.
// Prints one line of JSON: of each gesture what the GUI's thread took for a frame, in its own time.
//
// usage: node FrameDriver.cjs WIDTHxHEIGHT recording FILE     gestures in a recording
//        node FrameDriver.cjs WIDTHxHEIGHT live SCRIPT        dragging the cursor while the script runs, watched at Trace

#include "app/session/RunSession.h"
#include "app/shell/Application.h"
#include "app/shell/Docks.h"
#include "app/shell/MainWindow.h"
#include "app/shell/Moments.h"
#include "app/shell/Opener.h"
#include "app/shell/RunControl.h"
#include "app/shell/Workbench.h"
#include "runtime/host/InProcessRunner.h"
#include "tests/support/CpuTime.h"
#include "tests/support/Driver.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <cmath>
#include <cstdio>
#include <functional>

namespace {

using namespace loopscope;

constexpr int kFrame = 16; ///< ms

/// What frames took of the thread's own time, ms, and how many there were a second.
struct Figures {
    std::vector<double> taken;
    double seconds = 0;

    double at(double share) const
    {
        std::vector<double> sorted = taken;
        std::ranges::sort(sorted);
        return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
    }
    void print(const char* name) const
    {
        printf("\"%s\":{\"frames\":%zu,\"median\":%.2f,\"p99\":%.2f,\"worst\":%.2f,\"fps\":%.1f}", name, taken.size(), at(0.5), at(0.99), at(1), static_cast<double>(taken.size()) / seconds);
    }
};

/// Sixty times a second `step(n)`, until it says false.
Figures frames(const std::function<bool(int)>& step)
{
    Figures figures;
    QEventLoop loop;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    double last = 0;
    int n = 0;
    QElapsedTimer clock;
    clock.start();
    QObject::connect(&timer, &QTimer::timeout, [&] {
        const double now = cpuTime();
        if (n > 0) figures.taken.push_back(now - last);
        last = now;
        if (!step(n++)) loop.quit();
    });
    timer.start(kFrame);
    loop.exec();
    figures.seconds = static_cast<double>(clock.elapsed()) / 1e3;
    return figures;
}

void inRecording(MainWindow& window, const QString& file)
{
    constexpr int kSteps = 300;
    TraceView& view = window.bench().trace;
    QElapsedTimer clock;
    clock.start();
    window.bench().opener.open(file);
    QCoreApplication::processEvents();
    const double opened = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    settle(window);
    const TimeRange whole = view.whole();
    const auto at = [&](double share) { return whole.from + static_cast<std::uint64_t>(share * static_cast<double>(whole.length())); };
    printf("{\"records\":%llu,\"opened\":%.1f,\"whole\":%.1f,", static_cast<unsigned long long>(view.recording()->size()), opened, static_cast<double>(clock.nsecsElapsed()) / 1e6);
    frames([&](int n) {
        const double middle = 0.3 + 0.001 * n, half = 0.5 * std::exp(-n / 20.0);
        view.setVisible({at(std::max(0.0, middle - half)), at(std::min(1.0, middle + half))});
        return n < kSteps;
    }).print("zoom");
    putchar(',');
    frames([&](int n) {
        view.setVisible({at(0.1 + n * 0.002), at(0.3 + n * 0.002)});
        return n < kSteps;
    }).print("pan");
    putchar(',');
    frames([&](int n) {
        view.setCursorTime(at(0.5 + 0.49 * std::sin(n * 0.37))); // to and fro, far apart
        return n < kSteps;
    }).print("seek");
    puts("}");
}

void live(MainWindow& window, const QString& script)
{
    const Workbench& bench = window.bench();
    TraceView& view = bench.trace;
    bench.opener.open(script);
    bench.run.run();
    const Figures following = frames([&](int n) { return bench.session.isRunning() && n < 300; });
    const Figures dragging = frames([&](int n) {
        if (view.recording()) view.setCursorTime(static_cast<std::uint64_t>(static_cast<double>(view.recording()->duration()) * (0.5 + 0.49 * std::sin(n * 0.37))));
        return bench.session.isRunning() && n < 300;
    });
    // What an earlier recording of the run held and this one no longer does was let go, not lost.
    const Recording& last = *view.recording();
    const std::uint64_t records = last.origin() + last.size() - last.carried(), lost = last.lost() - std::min(last.lost(), last.origin());
    const double seconds = static_cast<double>(view.recording()->duration()) / 1e9;
    bench.session.stop();
    waitForEnd(bench.session, 10);
    printf("{\"records\":%llu,\"lost\":%llu,\"seconds\":%.2f,", static_cast<unsigned long long>(records), static_cast<unsigned long long>(lost), seconds);
    following.print("follow");
    putchar(',');
    dragging.print("drag");
    puts("}");
}

void drive(QStringList words)
{
    InProcessRunner runner;
    Application application(Application::Shown::Offscreen);
    MainWindow window(application.themes(), runner, {{}, {}, "26"});
    const QStringList size = words.value(0).split('x');
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    window.show();
    window.bench().docks.reset(); // as a new user has them
    if (words.value(1) == "live") live(window, words.value(2));
    else inRecording(window, words.value(2));
    endDriver();
}

} // namespace

LOOPSCOPE_DRIVER(drive)
