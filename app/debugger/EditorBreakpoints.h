#pragma once

#include <QObject>

namespace loopscope {

class DebugSession;
class EditorPage;
class EditorTabs;

/// The breakpoints of the list beside the lines of the open files: both ways, also while a text is edited.
///
/// Thread: the GUI's. Session and tabs must outlive it.
class EditorBreakpoints : public QObject
{
    Q_OBJECT
public:
    EditorBreakpoints(DebugSession& session, EditorTabs& tabs, QObject* parent = nullptr);

    /// At the cursor's line of the file in front.
    void toggle();
    /// Asks for its conditions; makes it if there is none.
    void edit();
    void editBreakpoint(int id);

private:
    void adopt();
    void adopt(EditorPage* page);
    void show();
    void show(EditorPage* page);
    void move(const EditorPage* page, int first, int by);
    void toggleAt(const EditorPage* page, int line);
    void openMenu(const EditorPage* page, int line, const QPoint& at);

    DebugSession& m_session;
    EditorTabs& m_tabs;
    QList<const QObject*> m_adopted;
};

} // namespace loopscope
