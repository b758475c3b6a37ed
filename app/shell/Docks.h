#pragma once

#include <QList>
#include <QObject>

#include <optional>

class QDockWidget;
class QMainWindow;
class QWidget;

namespace loopscope {

/// The panels around the editor, and where they stand when nobody has moved them.
///
/// Thread: the GUI's. Owned by the window.
class Docks : public QObject
{
    Q_OBJECT
public:
    struct Panels {
        QWidget *project, *lessons, *stage, *timeline, *console, *events, *findings, *graph, *charts, *memory, *profile, *debugger, *repl;
    };
    Docks(QMainWindow& window, const Panels& panels);

    QDockWidget* project() const { return m_project; }
    QDockWidget* lessons() const { return m_lessons; }
    QDockWidget* stage() const { return m_stage; }
    QDockWidget* timeline() const { return m_timeline; }
    QDockWidget* console() const { return m_console; }
    QDockWidget* events() const { return m_events; }
    QDockWidget* findings() const { return m_findings; }
    QDockWidget* graph() const { return m_graph; }
    QDockWidget* charts() const { return m_charts; }
    QDockWidget* memory() const { return m_memory; }
    QDockWidget* profile() const { return m_profile; }
    QDockWidget* debugger() const { return m_debugger; }
    QDockWidget* repl() const { return m_repl; }
    QList<QDockWidget*> all() const { return {m_project, m_lessons, m_stage, m_timeline, m_console, m_events, m_findings, m_graph, m_charts, m_memory, m_profile, m_debugger, m_repl}; }
    /// In the tab's text; none for 0.
    void setFindingCount(int count);

    /// Everything where it was at first, in sizes that fit the window.
    void reset();
    /// Opens the panel if it is closed, brings it to the front, and puts the keyboard there.
    static void show(QDockWidget* dock);

private:
    QDockWidget* add(const QString& title, const QString& name, QWidget* panel);
    void hideTitleWhileDocked(QDockWidget* dock);
    void setSizes();
    void shareHeight(int timeline, int below);
    void giveRoom(QDockWidget* dock, bool shown);
    void takeRoomBack(bool consoleShown);

    struct Room { ///< what Timeline and Console had before a taller panel came to the front, and what that was given
        int timeline, console, table;
    };

    QMainWindow& m_window;
    std::optional<Room> m_room;
    QDockWidget *m_project, *m_lessons, *m_stage, *m_timeline, *m_console, *m_events, *m_findings, *m_graph, *m_charts, *m_memory, *m_profile, *m_debugger, *m_repl;
};

} // namespace loopscope
