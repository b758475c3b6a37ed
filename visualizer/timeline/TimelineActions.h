#pragma once

#include <QAction>
#include <QList>
#include <QObject>

#include <functional>

namespace loopscope {

class Player;
class ThemeManager;
class TimelineCanvas;
class TraceView;

/// What can be done in time, as actions: for the transport bar, the menu, the palette and the keys of the timeline.
///
/// Thread: the GUI's. Lifetime: what it is given must outlive it.
class TimelineActions : public QObject
{
    Q_OBJECT
public:
    TimelineActions(TraceView& view, Player& player, TimelineCanvas& canvas, const ThemeManager& themes, QObject* parent = nullptr);

    QAction* toStart;
    QAction* previousCallback;
    QAction* play;
    QAction* nextCallback;
    QAction* toEnd;
    QAction* previousEvent;
    QAction* nextEvent;
    QAction* previousMicrotask;
    QAction* nextMicrotask;
    QAction* previousPhase;
    QAction* nextPhase;
    QAction* previousIteration;
    QAction* nextIteration;
    QAction* previousOfOperation;
    QAction* nextOfOperation;
    QAction* follow; ///< checkable
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* fit;
    QAction* fitSelection;
    QAction* clearSelection;
    QAction* find;
    QAction* nextHit;
    QAction* previousHit;
    QAction* bookmark; ///< at the cursor: put, or taken away
    QAction* bookmarkNote;
    QAction* nextBookmark;
    QAction* previousBookmark;

    QList<QAction*> all() const { return m_all; }
signals:
    void findRequested();
    /// The user wants to write a note for the moment at the cursor.
    void noteRequested();

public:
    /// The action for a key pressed in the timeline, or null.
    QAction* forKey(int key, Qt::KeyboardModifiers modifiers) const;

private:
    QAction* add(const QString& name, const QString& text, const QString& iconName, std::function<void()> act, const QList<QKeySequence>& keys = {});
    void addSearch(TraceView& view);
    void addBookmarks(TraceView& view);
    void refresh();

    TraceView& m_view;
    Player& m_player;
    const ThemeManager& m_themes;
    QList<QAction*> m_all;
    QList<std::pair<QKeySequence, QAction*>> m_keys;
};

} // namespace loopscope
