#pragma once

#include "runtime/events/Kinds.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace loopscope {

class ConsolePanel;
class DebugSession;
class EditorPage;
class EditorTabs;
class LaunchList;
class RunMarks;
struct LaunchConfiguration;
struct RunRequest;
class RunSession;
class ThemeManager;
class TraceView;

/// Between the run and the panels: what Run runs, where typed input goes, which lines are marked.
///
/// Thread: the GUI's. Owned by the window; the parts it is given must outlive it.
class RunControl : public QObject
{
    Q_OBJECT
public:
    struct Parts {
        RunSession& session;
        DebugSession& debug;
        LaunchList& launch;
        TraceView& trace;
        EditorTabs& tabs;
        ConsolePanel& console;
        const ThemeManager& themes;
    };
    explicit RunControl(const Parts& parts, QObject* parent = nullptr);
    ~RunControl() override;

    DetailLevel detail() const { return m_detail; }
    void setDetail(DetailLevel detail);
    /// How many of its last events a run's recording is held to; 0: all are kept.
    std::uint64_t keepLast() const { return m_keepLast; }
    void setKeepLast(std::uint64_t events);
    const QStringList& arguments() const { return m_arguments; }
    void setArguments(const QStringList& arguments) { m_arguments = arguments; }
    /// Added to the environment of the programs.
    void setEnvironment(const std::vector<std::pair<std::string, std::string>>& environment) { m_environment = environment; }

    /// Where a program that is paused stands; no path: it does not.
    struct Standing {
        QString path;
        int line = 0;
        QString label;
        int firstLine = 0;              ///< of the function that runs there
        QHash<QString, QString> values; ///< of the names that it sees
        bool operator==(const Standing&) const = default;
    };
    void setStanding(const Standing& standing);

    static bool isScript(const QString& path);

public slots:
    /// Saves and runs what is chosen: a run configuration, or the script in the editor, or if there is none the one that ran last. With
    /// something to stop at it is debugged. A program that is paused goes on.
    void run();
    /// The same, but debugged in any case: it can be paused, and spoken to. `atFirstLine`: it stops there.
    void debug(bool atFirstLine = false);
    void stop();
    void restart();
    void runFile(const QString& path);
    void endInput();
    void goToRunningLine();
    /// In the recording that is shown: to the statement before, or after, with the stack and the queues of that moment.
    void stepInRecording(bool isBack, bool isInto);
    /// The same as goToRunningLine(), but silent where no line runs; false then.
    bool showRunningLine();

signals:
    /// How the next run will be watched: detail() or keepLast().
    void watchingChanged();
    void problem(const QString& sentence);
    /// A configuration attaches to a process without saying to which.
    void processWanted();
    void placeWanted(const QString& path, int line, int column);

private:
    void start();
    void startConfiguration(const LaunchConfiguration& configuration);
    bool askForInputs(const LaunchConfiguration& configuration);
    void launch(RunRequest& request);
    void saveAll();
    void giveTerminalItsSize();
    void showState();
    void showMarks();

    RunSession& m_session;
    DebugSession& m_debug;
    LaunchList& m_launch;
    TraceView& m_trace;
    EditorTabs& m_tabs;
    ConsolePanel& m_console;
    const ThemeManager& m_themes;
    std::unique_ptr<RunMarks> m_marks;
    Standing m_standing;
    bool m_isDebugWanted = false; // of the next run
    QString m_ran; // name of the configuration that ran last; "" for a script
    DetailLevel m_detail = DetailLevel::Lesson;
    std::uint64_t m_keepLast = 10'000'000; ///< a storm of events would fill the machine
    QHash<QString, QString> m_answers; ///< to what configurations ask for, by id
    QStringList m_arguments;
    std::vector<std::pair<std::string, std::string>> m_environment;
};

} // namespace loopscope
