#pragma once

class QMainWindow;

namespace loopscope {

class AsyncGraphPanel;
class ChartsPanel;
class ConsolePanel;
class DebugPanel;
class DebugSession;
class Docks;
class EditorBreakpoints;
class EditorTabs;
class EventsPanel;
class FindingsPanel;
class LaunchList;
class LessonPanel;
class MemoryPanel;
class NoticeBar;
class Opener;
class ProfilePanel;
class ProjectPanel;
class ReplPanel;
class RunControl;
class RunSession;
class StagePanel;
class ThemeManager;
class TimelinePanel;
class TraceView;

/// The parts of one window, for those who act on them (menus, toolbar, status bar). Made by MainWindow, in one place.
///
/// Thread: the GUI's. Lifetime: the window's.
struct Workbench {
    QMainWindow& window;
    ThemeManager& themes;
    TraceView& trace;
    RunSession& session;
    EditorTabs& tabs;
    ConsolePanel& console;
    ProjectPanel& project;
    LessonPanel& lessons;
    StagePanel& stage;
    TimelinePanel& timeline;
    EventsPanel& events;
    FindingsPanel& findings;
    AsyncGraphPanel& graph;
    ChartsPanel& charts;
    MemoryPanel& memory;
    ProfilePanel& profile;
    DebugSession& debug;
    DebugPanel& debugPanel;
    ReplPanel& repl;
    EditorBreakpoints& breakpoints;
    NoticeBar& notice;
    Opener& opener;
    LaunchList& launch;
    RunControl& run;
    Docks& docks;
};

} // namespace loopscope
