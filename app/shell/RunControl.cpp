#include "app/shell/RunControl.h"

#include "app/console/ConsoleInput.h"
#include "app/console/ConsolePanel.h"
#include "app/console/ConsoleView.h"
#include "app/debugger/DebugSession.h"
#include "app/editor/CodeEditor.h"
#include "app/editor/Expressions.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/launch/LaunchInputDialog.h"
#include "app/launch/LaunchList.h"
#include "app/launch/LaunchPlan.h"
#include "app/session/RecordedSteps.h"
#include "app/session/RunMarks.h"
#include "app/session/RunSession.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QFileInfo>

namespace loopscope {

RunControl::RunControl(const Parts& parts, QObject* parent)
    : QObject(parent), m_session(parts.session), m_debug(parts.debug), m_launch(parts.launch), m_trace(parts.trace), m_tabs(parts.tabs), m_console(parts.console), m_themes(parts.themes)
    , m_marks(std::make_unique<RunMarks>(parts.trace))
{
    const auto& [session, debug, list, trace, tabs, console, themes] = parts;
    connect(&session, &RunSession::stateChanged, this, &RunControl::showState);
    connect(&console.input(), &ConsoleInput::submitted, this, [this](const QString& line) {
        if (!m_session.writeInput(line.toUtf8() + '\n')) emit problem(tr("The program does not read input any more."));
    });
    connect(&console.input(), &ConsoleInput::endOfInput, this, &RunControl::endInput);
    connect(&console.view(), &ConsoleView::resized, this, &RunControl::giveTerminalItsSize);
    for (auto signal : {&TraceView::recordingChanged, &TraceView::cursorChanged, &TraceView::grew}) connect(&trace, signal, this, &RunControl::showMarks);
    connect(&tabs, &EditorTabs::currentChanged, this, &RunControl::showMarks);
    connect(&themes, &ThemeManager::changed, this, &RunControl::showMarks);
    showState();
}

RunControl::~RunControl() = default;

void RunControl::setDetail(DetailLevel detail)
{
    if (detail == m_detail) return;
    m_detail = detail;
    emit watchingChanged();
}

void RunControl::setKeepLast(std::uint64_t events)
{
    if (events == m_keepLast) return;
    m_keepLast = events;
    emit watchingChanged();
}

bool RunControl::isScript(const QString& path)
{
    static const QStringList kinds{"js", "mjs", "cjs", "ts", "mts", "cts"};
    return kinds.contains(QFileInfo(path).suffix());
}

void RunControl::run()
{
    if (m_debug.debugger().isPaused()) return m_debug.debugger().resume();
    m_isDebugWanted = false;
    m_debug.setStopsAtFirstLine(false);
    start();
}

void RunControl::debug(bool atFirstLine)
{
    m_isDebugWanted = true;
    m_debug.setStopsAtFirstLine(atFirstLine);
    start();
}

void RunControl::setStanding(const Standing& standing)
{
    if (standing == m_standing) return;
    m_standing = standing;
    showMarks();
}

void RunControl::start()
{
    m_launch.reload();
    if (const LaunchConfiguration* chosen = m_launch.chosen()) return startConfiguration(LaunchConfiguration(*chosen));
    EditorPage* page = m_tabs.current();
    const bool ownsText = page && (page->path().isEmpty() || isScript(page->path()));
    if (ownsText && (page->isModified() || page->path().isEmpty()) && !m_tabs.save(page)) return;
    if (ownsText) return runFile(page->path());
    if (m_session.canRestart()) return restart();
    emit problem(tr("There is no script to run. Open one with Ctrl+O, or choose a lesson."));
}

/// Modules that the script loads.
void RunControl::saveAll()
{
    for (EditorPage* page : m_tabs.pages())
        if (page->isModified() && !page->path().isEmpty()) m_tabs.save(page);
}

void RunControl::startConfiguration(const LaunchConfiguration& configuration)
{
    saveAll();
    const EditorPage* page = m_tabs.current();
    if (!askForInputs(configuration)) return;
    LaunchPlan plan = LaunchPlan::of(configuration, {m_launch.folder(), page ? page->path() : QString(), m_answers});
    if (!plan.problem.isEmpty()) return emit problem(plan.problem);
    m_debug.setSkipFiles(SkipFiles(plan.skipFiles));
    m_debug.setPathMap({plan.localRoot, plan.remoteRoot});
    if (configuration.target == LaunchConfiguration::Target::AttachPlace) return m_debug.attachTo(plan.place);
    if (configuration.target == LaunchConfiguration::Target::AttachPid) return plan.pid > 0 ? m_debug.attachToProcess(plan.pid) : emit processWanted();
    m_ran = configuration.name;
    if (plan.stopsAtFirstLine) m_debug.setStopsAtFirstLine(true);
    launch(plan.request);
}

/// False if the user would rather not say.
bool RunControl::askForInputs(const LaunchConfiguration& configuration)
{
    const std::vector<LaunchInput> inputs = m_launch.inputsOf(configuration);
    if (inputs.empty()) return true;
    LaunchInputDialog dialog(configuration.name, inputs, m_answers, m_tabs.window());
    if (dialog.exec() != QDialog::Accepted) return false;
    m_answers.insert(dialog.answers());
    return true;
}

void RunControl::runFile(const QString& path)
{
    saveAll();
    m_ran.clear();
    m_debug.setSkipFiles({});
    RunRequest request;
    request.script = path.toStdString();
    request.workingFolder = QFileInfo(path).absolutePath().toStdString();
    for (const QString& argument : m_arguments) request.arguments.push_back(argument.toStdString());
    launch(request);
}

void RunControl::launch(RunRequest& request)
{
    const bool isDebugged = m_isDebugWanted || m_debug.hasStops();
    // At Lesson the program's text has our marks in it, which would be stepped into: where it stands is told by V8 then. Below Trace no
    // callback is told of, so none could be stopped in.
    request.detail = isDebugged ? DetailLevel::Trace : m_detail;
    request.keepLast = m_keepLast;
    request.environment.insert(request.environment.begin(), m_environment.begin(), m_environment.end());
    if (isDebugged) request.childAddress = m_debug.listenToChildren().toStdString();
    m_session.start(request, isDebugged);
    giveTerminalItsSize();
}

void RunControl::stop() { m_session.stop(); }

void RunControl::restart()
{
    if (const LaunchConfiguration* ran = m_launch.find(m_ran)) startConfiguration(LaunchConfiguration(*ran));
    else if (const auto& request = m_session.request()) runFile(QString::fromStdString(request->script));
    else run();
}

void RunControl::giveTerminalItsSize()
{
    const QSize size = m_console.view().sizeInCharacters();
    m_session.resizeTerminal(size.width(), size.height());
}

void RunControl::endInput() { m_session.closeInput(); }

void RunControl::showState()
{
    m_console.input().setReading(m_session.state() == RunSession::State::Running);
    if (m_session.state() != RunSession::State::Ended) return;
    // An uncaught error is shown where it is: at its line, on the Stage, in the console.
    const RunResult& result = *m_session.result();
    const bool shown = result.reason == ExitReason::Uncaught || result.reason == ExitReason::Stopped;
    if (!shown && !result.report.empty()) emit problem(QString::fromStdString(result.report));
}

void RunControl::showMarks()
{
    for (EditorPage* page : m_tabs.pages()) {
        const bool shown = page == m_tabs.current();
        LineMarks marks = shown ? m_marks->marksFor(page->path(), m_themes.theme()) : LineMarks{};
        const bool stands = !m_standing.path.isEmpty() && m_trace.isFollowing(); // else an earlier moment is looked at
        if (stands) marks.running.reset();
        if (shown && stands && m_standing.path == page->path()) {
            marks.running = RunningLine{m_standing.line, m_themes.theme().warning, m_standing.label};
            const int first = m_standing.firstLine > 0 ? m_standing.firstLine : m_standing.line;
            marks.values = valuesBeside(page->editor().toPlainText().split(u'\n'), first, m_standing.line, m_standing.values);
        }
        page->editor().setMarks(marks, !page->editor().hasFocus() || m_session.isRunning());
    }
}

void RunControl::goToRunningLine()
{
    if (!showRunningLine()) emit problem(tr("No line of the program runs at this moment."));
}

void RunControl::stepInRecording(bool isBack, bool isInto)
{
    const auto recording = m_trace.recording();
    if (!recording) return emit problem(tr("There is no recording to step in: run a program first."));
    const RecordedStep step = isInto ? RecordedStep::Into : RecordedStep::Over;
    std::optional<std::uint64_t> to = isBack ? stepBack(*recording, m_trace.cursor(), step) : stepForward(*recording, m_trace.cursor(), step);
    const bool hasLines = recording->info().detail == DetailLevel::Lesson;
    if (!hasLines && m_trace.model()) { // by callbacks, then
        const Navigation& navigation = m_trace.model()->navigation();
        to = isBack ? navigation.previous(Step::Callback, m_trace.cursor()) : navigation.next(Step::Callback, m_trace.cursor());
    }
    if (!to) return emit problem(isBack ? tr("Nothing of the program's own ran before this moment.") : tr("Nothing more of the program's own ran after this moment."));
    m_trace.setCursor(*to);
    showRunningLine();
    if (!hasLines) emit problem(tr("This run was recorded without its statements: steps lead from callback to callback. At the detail Lesson they lead from statement to statement."));
}

bool RunControl::showRunningLine()
{
    const QString path = m_marks->currentFile();
    if (path.isEmpty()) return false;
    const LineMarks marks = m_marks->marksFor(path, m_themes.theme());
    if (marks.running) emit placeWanted(path, marks.running->line, 1);
    return true;
}

} // namespace loopscope
