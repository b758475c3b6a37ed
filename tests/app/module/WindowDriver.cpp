// A native module for tests: the real window with the real Node behind it, offscreen, in the carrying node's process.
// Runs one script after another in it, as F5 does, and tells on stdout what the window says of each.
//
// usage: node WindowDriver.cjs HEAP_MB SCRIPT...    HEAP_MB: the programs' heap limit

#include "app/console/ConsolePanel.h"
#include "app/session/RunSession.h"
#include "app/shell/Application.h"
#include "app/shell/MainWindow.h"
#include "app/shell/Moments.h"
#include "app/shell/Opener.h"
#include "app/shell/RunControl.h"
#include "app/shell/Workbench.h"
#include "runtime/host/InProcessRunner.h"
#include "tests/support/Driver.h"
#include "tests/support/GuiTurns.h"
#include "visualizer/stage/StagePanel.h"

#include <QLabel>

#include <cstdio>

namespace {

using namespace loopscope;

constexpr int kMostSeconds = 60;

/// InProcessRunner, with a heap that is soon full.
class SmallHeapRunner : public ProgramRunner
{
public:
    explicit SmallHeapRunner(std::uint32_t megabytes) : m_megabytes(megabytes) {}
    std::unique_ptr<ProgramRun> start(RunRequest request, Callbacks callbacks) override
    {
        request.heapLimitMb = m_megabytes;
        return m_runner.start(std::move(request), std::move(callbacks));
    }

private:
    InProcessRunner m_runner;
    std::uint32_t m_megabytes;
};

void say(const char* what, const QString& text) { printf("%s: %s\n", what, qPrintable(text.simplified().left(200))); }

/// What stands in the notice above the editor, if there is one.
QString noticeOf(const MainWindow& window)
{
    for (const QLabel* label : window.findChildren<QLabel*>())
        if (label->isVisible() && label->parentWidget() && label->parentWidget()->inherits("loopscope::NoticeBar")) return label->text();
    return {};
}

void run(MainWindow& window, GuiTurns& turns, const QString& script)
{
    const Workbench& bench = window.bench();
    bench.opener.open(script);
    turns.begin();
    bench.run.run();
    const bool ended = waitForEnd(bench.session, kMostSeconds);
    settle(window);
    say("script", script.section('/', -1));
    say("ended", ended ? "by itself" : "had to be stopped");
    say("state", window.findChild<QLabel*>(QStringLiteral("status.state"))->text());
    say("notice", noticeOf(window));
    say("sentence", bench.stage.scene().sentence);
    say("console", bench.console.text().right(200));
    say("longest turn ms", QString::number(turns.longest(), 'f', 1));
}

void drive(QStringList words)
{
    SmallHeapRunner runner(words.takeFirst().toUInt());
    Application application(Application::Shown::Offscreen);
    MainWindow window(application.themes(), runner, {{}, {}, "26"});
    window.resize(1280, 800);
    window.show();
    GuiTurns turns;
    for (const QString& script : words) run(window, turns, script);
    endDriver();
}

} // namespace

LOOPSCOPE_DRIVER(drive)
