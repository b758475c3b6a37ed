#include "app/cli/TraceFormat.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/project/ProjectPanel.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Animation.h"
#include "app/shell/Menus.h"
#include "app/shell/Opener.h"
#include "app/shell/RunControl.h"
#include "app/shell/SavePicture.h"
#include "app/shell/Workbench.h"
#include "app/editor/NoticeBar.h"
#include "runtime/stream/OutputFile.h"
#include "runtime/stream/RecordingSaver.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/stage/StagePanel.h"
#include "visualizer/timeline/TimelineCanvas.h"
#include "visualizer/timeline/TimelinePanel.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QMainWindow>
#include <QMenu>
#include <QProgressDialog>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("FileMenu", text); }

void openFile(const Workbench& bench)
{
    const QString filter = tr("Scripts and recordings (*.js *.cjs *.mjs *.ts *.json *.md *.loopscope);;All files (*)");
    const QStringList paths = QFileDialog::getOpenFileNames(&bench.window, tr("Open"), bench.project.folder(), filter);
    for (const QString& path : paths) bench.opener.open(path);
}

void openFolder(const Workbench& bench)
{
    const QString folder = QFileDialog::getExistingDirectory(&bench.window, tr("Open folder"), bench.project.folder());
    if (!folder.isEmpty()) bench.opener.openFolder(folder);
}

void saveRecording(const Workbench& bench)
{
    const auto recording = bench.trace.recording();
    if (!recording || !recording->isComplete())
        return bench.notice.ask(recording ? tr("The recording can be saved once the program has ended.") : tr("There is no recording yet: run a script first."),
            {{tr("Close"), QStringLiteral("noticeClose"), {}}});
    const QString path = QFileDialog::getSaveFileName(&bench.window, tr("Save recording"), QDir::current().filePath(QStringLiteral("run.loopscope")),
        tr("Recordings (*.loopscope)"));
    if (path.isEmpty()) return;
    RecordingSaver saver(recording, path.toStdString(), OutputFile::Appears::WhenWhole);
    if (!saver.finish()) emit bench.opener.problem(QString::fromStdString(saver.error()));
}

/// In the form that the file's ending says.
void exportRecording(const Workbench& bench)
{
    const auto recording = bench.trace.recording();
    if (!recording || !recording->isComplete())
        return bench.notice.ask(recording ? tr("The recording can be exported once the program has ended.") : tr("There is no recording yet: run a script first."),
            {{tr("Close"), QStringLiteral("noticeClose"), {}}});
    const QString path = QFileDialog::getSaveFileName(&bench.window, tr("Export recording"), QDir::current().filePath(QStringLiteral("run.html")),
        tr("Web page that plays it (*.html);;Perfetto trace (*.pftrace);;JSON Lines (*.jsonl);;Text (*.txt)"));
    if (path.isEmpty()) return;
    const auto format = traceFormatOfFile(path.toStdString());
    if (!format || *format == TraceFormat::Loopscope) return emit bench.opener.problem(tr("%1: the ending of the name says the form: .html, .pftrace, .jsonl or .txt").arg(path));
    if (const std::string why = refusal(*recording, *format); !why.empty()) return emit bench.opener.problem(tr("There is no %1: %2.").arg(path, QString::fromStdString(why)));
    OutputFile file(path.toStdString(), OutputFile::Appears::WhenWhole);
    const bool good = writeTrace(*recording, *format, [&](std::string_view bytes) { return file.write(bytes); }) && file.commit();
    if (!good) emit bench.opener.problem(QString::fromStdString(file.error()));
}

/// `what`: "Stage", "Timeline"; the panel as it is now.
void saveAsPicture(const Workbench& bench, QWidget& panel, const QString& what)
{
    const QString path = QFileDialog::getSaveFileName(&bench.window, tr("Save picture of the %1").arg(what),
        QDir::current().filePath(what.toLower() + QStringLiteral(".png")), tr("Pictures (*.png *.svg)"));
    if (path.isEmpty()) return;
    if (const QString problem = savePicture(panel, path, 2); !problem.isEmpty()) emit bench.opener.problem(problem);
}

/// Of the selected time, or of what the Timeline shows.
void saveAsAnimation(const Workbench& bench)
{
    if (!bench.trace.recording()) return bench.notice.ask(tr("There is no recording yet: run a script first."), {{tr("Close"), QStringLiteral("noticeClose"), {}}});
    const QString path = QFileDialog::getSaveFileName(&bench.window, tr("Save animation of the Stage"), QDir::current().filePath(QStringLiteral("stage.gif")),
        tr("Animations (*.gif)"));
    if (path.isEmpty()) return;
    Animation animation;
    animation.range = bench.trace.selection().value_or(bench.trace.visible());
    QProgressDialog progress(tr("The Stage is drawn, moment by moment …"), tr("Cancel"), 0, animation.frames, &bench.window);
    progress.setWindowModality(Qt::WindowModal);
    const auto tell = [&](int done) {
        progress.setValue(done);
        return !progress.wasCanceled();
    };
    if (const QString problem = saveAnimation(bench.stage, bench.trace, animation, path, tell); !problem.isEmpty()) emit bench.opener.problem(problem);
}

void fillRecent(QMenu& menu, Opener& opener)
{
    menu.clear();
    for (const QString& path : opener.recent())
        menu.addAction(QDir::toNativeSeparators(path), &menu, [&opener, path] { opener.open(path); });
    menu.setEnabled(!menu.isEmpty());
}

} // namespace

void addFileMenu(ActionTable& actions, const Workbench& bench)
{
    QMenu* menu = actions.menu(tr("&File"));
    EditorTabs& tabs = bench.tabs;
    actions.add(menu, {"file.new", tr("&New file"), QKeySequence::New, "new"}, [&tabs] { tabs.newFile(); });
    actions.add(menu, {"file.open", tr("&Open…"), QKeySequence::Open, "folder-open"}, [bench] { openFile(bench); });
    actions.add(menu, {"file.openFolder", tr("Open &folder…"), QKeySequence("Ctrl+Shift+O"), "folder"}, [bench] { openFolder(bench); });
    QMenu* recent = actions.submenu(menu, tr("Open &recent"));
    fillRecent(*recent, bench.opener);
    QObject::connect(&bench.opener, &Opener::recentChanged, recent, [recent, bench] { fillRecent(*recent, bench.opener); });
    menu->addSeparator();
    actions.add(menu, {"file.save", tr("&Save"), QKeySequence::Save, "save"}, [&tabs] { tabs.save(tabs.current()); });
    actions.add(menu, {"file.saveAs", tr("Save &as…"), QKeySequence("Ctrl+Shift+S")}, [&tabs] { tabs.saveAs(tabs.current()); });
    actions.add(menu, {"file.saveAll", tr("Save a&ll"), QKeySequence("Ctrl+Alt+S")}, [&tabs] { tabs.saveAll(); });
    actions.add(menu, {"file.saveRecording", tr("Save recor&ding…"), QKeySequence("Ctrl+Alt+R"), "recording"}, [bench] { saveRecording(bench); });
    actions.add(menu, {"file.exportRecording", tr("E&xport recording…"), QKeySequence("Ctrl+Alt+E")}, [bench] { exportRecording(bench); });
    QMenu* pictures = actions.submenu(menu, tr("Save &picture"));
    actions.add(pictures, {"file.pictureOfStage", tr("Of the &Stage…"), {}}, [bench] { saveAsPicture(bench, bench.stage, tr("Stage")); });
    actions.add(pictures, {"file.pictureOfTimeline", tr("Of the &Timeline…"), {}}, [bench] { saveAsPicture(bench, bench.timeline.canvas(), tr("Timeline")); });
    actions.add(pictures, {"file.pictureOfWindow", tr("Of the &window…"), {}}, [bench] { saveAsPicture(bench, bench.window, tr("Window")); });
    actions.add(menu, {"file.animation", tr("Save a&nimation of the Stage…"), {}}, [bench] { saveAsAnimation(bench); });
    menu->addSeparator();
    QMenu* explorer = actions.submenu(menu, tr("&Explorer"));
    for (QAction* action : bench.project.fileActions()) actions.adopt(explorer, action);
    menu->addSeparator();
    actions.add(menu, {"file.close", tr("&Close tab"), QKeySequence("Ctrl+W"), "close"}, [&tabs] { tabs.close(tabs.current()); });
    actions.add(menu, {"file.quit", tr("&Quit"), QKeySequence("Ctrl+Q")}, [bench] { bench.window.close(); });
}

} // namespace loopscope
