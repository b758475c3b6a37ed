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
#include "runtime/host/NodeProcess.h"
#include "tests/support/GuiTurns.h"
#include "visualizer/stage/StagePanel.h"

#include <QLabel>

#include <cstdio>

#include <node.h>
#include <unistd.h>

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

void main(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    const auto context = isolate->GetCurrentContext();
    NodeProcess::attach(node::GetCurrentEnvironment(context));
    QStringList words;
    const auto list = info[0].As<v8::Array>();
    for (std::uint32_t i = 0; i < list->Length(); ++i) words << *v8::String::Utf8Value(isolate, list->Get(context, i).ToLocalChecked());
    SmallHeapRunner runner(words.takeFirst().toUInt());
    Application application(Application::Shown::Offscreen);
    MainWindow window(application.themes(), runner, {{}, {}, "26"});
    window.resize(1280, 800);
    window.show();
    GuiTurns turns;
    for (const QString& script : words) run(window, turns, script);
    fflush(nullptr);
    _exit(0); // as openWindow does: a program that was ended may still be collecting garbage
}

} // namespace

NODE_MODULE_INIT(/* exports, module, context */)
{
    static_cast<void>(module);
    v8::Isolate* const isolate = v8::Isolate::GetCurrent();
    const auto name = v8::String::NewFromUtf8Literal(isolate, "main");
    exports->Set(context, name, v8::Function::New(context, main).ToLocalChecked()).Check();
}
