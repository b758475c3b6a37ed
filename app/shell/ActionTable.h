#pragma once

#include <QAction>
#include <QHash>
#include <QList>
#include <QObject>

#include <functional>

class QMenu;
class QMainWindow;

namespace loopscope {

class ThemeManager;

/// Every action of the window, by name: menus and toolbar show them, keys trigger them, the palette lists them all.
///
/// Thread: the GUI's. Owned by the window.
class ActionTable : public QObject
{
    Q_OBJECT
public:
    ActionTable(QMainWindow& window, const ThemeManager& themes);

    struct Spec {
        QString name;  ///< "run.start": for code and tests
        QString text;  ///< with & for the menu
        QKeySequence key{};
        QString icon{}; ///< of resources/icons, or ""
    };
    /// Makes an action and puts it into the menu.
    QAction* add(QMenu* menu, const Spec& spec, std::function<void()> act);
    /// One that can be on or off.
    QAction* addToggle(QMenu* menu, const Spec& spec, bool on, std::function<void(bool)> act);
    /// One that was made elsewhere.
    void adopt(QMenu* menu, QAction* action);

    QMenu* menu(const QString& title); ///< in the menu bar, in the order of the first calls
    QMenu* submenu(QMenu* of, const QString& title);
    QAction* find(const QString& name) const { return m_byName.value(name); }
    const QList<QAction*>& all() const { return m_all; }
    /// "Run: Restart", for the palette.
    QString title(const QAction* action) const;

private:
    QAction* make(QMenu* menu, const Spec& spec);

    QMainWindow& m_window;
    const ThemeManager& m_themes;
    QList<QAction*> m_all;
    QHash<QString, QAction*> m_byName;
    QHash<const QAction*, QString> m_groups;
};

} // namespace loopscope
