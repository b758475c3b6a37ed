#pragma once

#include <QObject>

namespace loopscope {

class DebugSession;
class EditorPage;
class EditorTabs;

/// The breakpoints of the list beside the lines of the open files: both ways, also while a text is edited. And the values of what the pointer
/// rests on, while the program is paused; and what is saved meanwhile goes into the program.
///
/// Thread: the GUI's. Session and tabs must outlive it.
class EditorBreakpoints : public QObject
{
    Q_OBJECT
public:
    EditorBreakpoints(DebugSession& session, EditorTabs& tabs, QObject* parent = nullptr);

    /// At the cursor's line of the file in front.
    void toggle();
    /// At the cursor's very place: a line may have several.
    void toggleColumn();
    /// Asks for its conditions; makes it if there is none.
    void edit();
    void editBreakpoint(int id);
    /// In which values are looked up.
    void setFrame(int frame) { m_frame = frame; }

signals:
    /// What came of a change that was saved while the program is debugged.
    void changeTold(const QString& sentence);

private:
    void adopt();
    void adopt(EditorPage* page);
    void show();
    void show(EditorPage* page);
    void move(const EditorPage* page, int first, int by);
    void toggleAt(const EditorPage* page, int line);
    void applyChange(const QString& path);
    void tellValue(const QString& expression, const QPoint& at);
    void openMenu(const EditorPage* page, int line, const QPoint& at);

    DebugSession& m_session;
    EditorTabs& m_tabs;
    int m_frame = 0;
    QList<const QObject*> m_adopted;
};

} // namespace loopscope
