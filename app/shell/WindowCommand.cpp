#include "app/shell/WindowCommand.h"

#include "app/cli/Command.h"
#include "app/project/Lesson.h"
#include "app/project/LessonPanel.h"
#include "app/session/RunSession.h"
#include "app/session/SessionStore.h"
#include "app/shell/Application.h"
#include "app/shell/Display.h"
#include "app/shell/MainWindow.h"
#include "app/shell/Moments.h"
#include "app/shell/Opener.h"
#include "app/shell/Picture.h"
#include "app/shell/RunControl.h"
#include "app/shell/SavePicture.h"
#include "app/shell/Workbench.h"
#include "runtime/stream/TextWriter.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QDir>
#include <QTimer>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>

namespace loopscope {

namespace {

constexpr int kLessonSeconds = 30;

struct Wishes {
    bool firstRun = false;
    bool quitWhenUsable = false; ///< for the bench: print "usable" once painted and idle, and end
    QString stateFolder;
    std::vector<std::string> paths;
};

/// None after a sentence was printed.
std::optional<Wishes> parse(const std::vector<std::string>& arguments)
{
    Wishes wishes;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word == "--first-run") wishes.firstRun = true;
        else if (word == "--quit-when-usable") wishes.quitWhenUsable = true;
        else if (word == "--state-dir" && i + 1 < arguments.size()) wishes.stateFolder = QString::fromStdString(arguments[++i]);
        else if (word.starts_with("-")) {
            fprintf(stderr, "loopscope: '%s' is not an option of the window; see loopscope --help\n", word.c_str());
            return std::nullopt;
        } else wishes.paths.push_back(word);
    }
    return wishes;
}

MainWindow::Options optionsFor(const Surroundings& surroundings, const QString& stateFolder)
{
    return {stateFolder, Lesson::defaultFolder(), QString::fromStdString(surroundings.nodeVersion)};
}

void runFirstLesson(const Workbench& bench)
{
    if (bench.lessons.lessons().isEmpty()) return;
    bench.lessons.open(0);
    bench.run.run();
}

/// Says "usable" on stdout and ends the application, once the window has been painted and nothing more is due.
class QuitWhenUsable : public QObject
{
public:
    using QObject::QObject;
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && !std::exchange(m_painted, true))
            QTimer::singleShot(0, this, [] {
                puts("usable");
                fflush(stdout);
                QCoreApplication::quit();
            });
        return false;
    }

private:
    bool m_painted = false;
};

/// What the first start shows to somebody without a display.
int tellFirstLesson(const Surroundings& surroundings, const QString& stateFolder)
{
    Application application(Application::Shown::Offscreen);
    MainWindow window(application.themes(), surroundings.runner, optionsFor(surroundings, {}));
    application.themes().setChoice(ThemeChoice::Dark);
    window.show();
    window.bench().run.setEnvironment({{"NO_COLOR", "1"}}); // it is printed as text
    runFirstLesson(window.bench());
    const bool ended = waitForEnd(window.bench().session, kLessonSeconds);
    const auto recording = window.bench().session.recording();
    if (!recording) return fprintf(stderr, "loopscope: this installation has no lessons (share/loopscope/lessons is missing)\n"), kExitDamaged;
    const std::string text = timelineText(*recording);
    fwrite(text.data(), 1, text.size(), stdout);
    if (!ended) printf("(stopped after %d s)\n", kLessonSeconds);
    window.bench().trace.setCursor(telling(*recording));
    settle(window);
    QDir().mkpath(stateFolder);
    const QString path = stateFolder + QStringLiteral("/first-lesson.png");
    if (const QString problem = savePicture(window, path); !problem.isEmpty())
        return fprintf(stderr, "loopscope: %s\n", qPrintable(problem)), kExitDamaged;
    printf("\nThere is no display here, so this is the first lesson as text.\nA picture of the window: %s\n", qPrintable(path));
    return 0;
}

} // namespace

int windowCommand(const std::vector<std::string>& arguments, const Surroundings& surroundings)
{
    const std::optional<Wishes> wishes = parse(arguments);
    if (!wishes) return kExitUsage;
    for (const std::string& path : wishes->paths) {
        if (std::filesystem::exists(path)) continue;
        fprintf(stderr, "loopscope: '%s' is neither a command nor a file or folder that is there; see loopscope --help\n", path.c_str());
        return kExitUsage;
    }
    const QString stateFolder = wishes->stateFolder.isEmpty() ? SessionStore::defaultFolder() : wishes->stateFolder;
    if (const std::string problem = displayProblem(); !problem.empty()) {
        if (wishes->firstRun) return tellFirstLesson(surroundings, stateFolder);
        fprintf(stderr, "loopscope: %s; 'loopscope run', 'trace', 'show' and 'picture' work without one\n", problem.c_str());
        return kExitNoDisplay;
    }
    Application application(Application::Shown::OnDisplay);
    MainWindow window(application.themes(), surroundings.runner, optionsFor(surroundings, stateFolder));
    window.restore(!wishes->firstRun);
    QuitWhenUsable quitWhenUsable;
    if (wishes->quitWhenUsable) window.installEventFilter(&quitWhenUsable);
    window.show();
    for (const std::string& path : wishes->paths) window.bench().opener.open(QString::fromStdString(path));
    if (wishes->firstRun) QTimer::singleShot(0, &window, [&window] { runFirstLesson(window.bench()); });
    return application.exec();
}

} // namespace loopscope
