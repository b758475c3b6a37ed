#pragma once

#include <QTreeWidget>

namespace loopscope {

class DebugSession;
class ThemeManager;

/// All that the program stops at: callbacks by kind, long ones, moments of the loop, errors, and the breakpoints, each with its box.
///
/// Thread: the GUI's. Session and themes must outlive it.
class StopsView : public QTreeWidget
{
    Q_OBJECT
public:
    StopsView(DebugSession& session, const ThemeManager& themes, QWidget* parent = nullptr);

signals:
    void placeWanted(const QString& path, int line, int column);
    void editWanted(int id); ///< of a breakpoint

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    enum Kind { AtMoment = Qt::UserRole + 1, IfLong, AtWorkers, OnErrors, AtPlace, Heading };
    static constexpr int kKind = Qt::UserRole, kNumber = Qt::UserRole + 10;

    QTreeWidgetItem* add(QTreeWidgetItem* below, const QString& text, Kind kind, int number);
    void build();
    void refresh();
    void refreshBreakpoints();
    void take(QTreeWidgetItem* item);
    void askForLength();
    int breakpointOf(const QTreeWidgetItem* item) const; ///< id, 0 for another row

    DebugSession& m_session;
    const ThemeManager& m_themes;
    QTreeWidgetItem* m_breakpoints = nullptr;
    bool m_isFilling = false;
};

} // namespace loopscope
