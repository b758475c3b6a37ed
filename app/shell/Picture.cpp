#include "app/shell/Picture.h"

#include "app/cli/Command.h"
#include "app/cli/OptionParser.h"
#include "app/console/ConsolePanel.h"
#include "app/editor/EditorTabs.h"
#include "app/project/Lesson.h"
#include "app/session/RunSession.h"
#include "app/shell/Animation.h"
#include "app/shell/Application.h"
#include "app/shell/Docks.h"
#include "app/shell/MainWindow.h"
#include "app/shell/Moments.h"
#include "app/shell/Opener.h"
#include "app/shell/PictureOptions.h"
#include "app/shell/RunControl.h"
#include "app/shell/SavePicture.h"
#include "app/shell/WindowCommand.h"
#include "app/shell/Workbench.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/charts/ChartsPanel.h"
#include "visualizer/findings/FindingsPanel.h"
#include "visualizer/graph/AsyncGraphPanel.h"
#include "visualizer/panels/EventsPanel.h"
#include "visualizer/stage/StagePanel.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/timeline/TimelinePanel.h"

#include <QFileInfo>

#include <algorithm>
#include <cstdio>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Picture", text); }

int fail(int code, const QString& sentence)
{
    fprintf(stderr, "loopscope picture: %s\n", qPrintable(sentence));
    return code;
}

QWidget& panelOf(MainWindow& window, const QString& name)
{
    const Workbench& bench = window.bench();
    if (name == QLatin1String("stage")) return bench.stage;
    if (name == QLatin1String("timeline")) return bench.timeline;
    if (name == QLatin1String("console")) return bench.console;
    if (name == QLatin1String("events")) return bench.events;
    if (name == QLatin1String("findings")) return bench.findings;
    if (name == QLatin1String("graph")) return bench.graph;
    if (name == QLatin1String("charts")) return bench.charts;
    if (name == QLatin1String("editor")) return bench.tabs;
    return window;
}

ThemeChoice themeOf(const QString& name)
{
    if (name == QLatin1String("light")) return ThemeChoice::Light;
    return name == QLatin1String("contrast") ? ThemeChoice::Contrast : ThemeChoice::Dark;
}

/// Opens the recording, or runs the script to its end. Empty, or why not.
bool isAnimation(const PictureOptions& options) { return options.output.endsWith(QLatin1String(".gif"), Qt::CaseInsensitive); }

QString animate(QWidget& panel, TraceView& trace, const PictureOptions& options)
{
    const std::uint64_t end = trace.recording()->duration();
    const std::uint64_t to = *momentFromText(options.at, end), from = std::min(*momentFromText(options.from, end), to);
    return saveAnimation(panel, trace, {.range = {from, to}}, options.output, [](int) { return true; });
}

QString load(MainWindow& window, const PictureOptions& options)
{
    const Workbench& bench = window.bench();
    QString problem;
    const auto noted = QObject::connect(&bench.opener, &Opener::problem, [&](const QString& sentence) { problem = sentence; });
    const auto alsoNoted = QObject::connect(&bench.tabs, &EditorTabs::problem, [&](const QString& sentence) { problem = sentence; });
    const bool opened = bench.opener.open(options.input);
    QObject::disconnect(noted);
    QObject::disconnect(alsoNoted);
    if (!opened) return problem.isEmpty() ? tr("cannot open %1").arg(options.input) : problem;
    if (!RunControl::isScript(options.input)) return {};
    if (const auto level = detailLevelFromName(options.detail.toStdString())) bench.run.setDetail(*level);
    bench.run.run();
    if (!waitForEnd(bench.session, options.maxSeconds))
        fprintf(stderr, "loopscope picture: the script was stopped after %d s (--max-seconds)\n", options.maxSeconds);
    return {};
}

} // namespace

int pictureCommand(const std::vector<std::string>& arguments, const Surroundings& surroundings)
{
    ParsedCommand command(PictureOptions::spec(), arguments);
    const PictureOptions options = PictureOptions::parse(command);
    if (const auto code = answered(PictureOptions::spec(), command)) return *code;
    const QFileInfo input(options.input);
    if (!input.isFile()) return fail(kExitDamaged, tr("%1: no such file").arg(options.input));
    const bool known = RunControl::isScript(options.input) || input.suffix() == QLatin1String("loopscope");
    if (!known) return fail(kExitDamaged, tr("%1 is neither a script (.js .cjs .mjs .ts) nor a recording (.loopscope)").arg(options.input));

    Application application(Application::Shown::Offscreen);
    MainWindow window(application.themes(), surroundings.runner, {{}, Lesson::defaultFolder(), QString::fromStdString(surroundings.nodeVersion)});
    application.themes().setChoice(themeOf(options.theme));
    window.resize(options.size);
    window.show();
    window.bench().docks.reset();
    if (const QString problem = load(window, options); !problem.isEmpty()) return fail(kExitDamaged, problem);
    TraceView& trace = window.bench().trace;
    settle(window);
    trace.setCursorTime(*momentFromText(options.at, trace.recording()->duration()));
    window.bench().run.showRunningLine();
    QWidget& panel = panelOf(window, options.panel);
    if (&panel != &window) {
        panel.setParent(nullptr);
        panel.resize(options.size);
        panel.show();
    }
    settle(window);
    takeHandsOff(panel);
    const QString problem = isAnimation(options) ? animate(panel, trace, options) : savePicture(panel, options.output);
    if (&panel != &window) panel.setParent(&window); // the window deletes it
    if (!problem.isEmpty()) return fail(kExitDamaged, problem);
    const std::vector<std::string> damages = trace.recording()->damages();
    return damages.empty() ? 0
                           : fail(kExitDamaged, tr("%1 is damaged; the picture shows what could be read: %2")
                                                    .arg(options.input, QString::fromStdString(damages.front())));
}

} // namespace loopscope
