#include "app/shell/ActionTable.h"

#include "visualizer/theme/Icon.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace loopscope {

namespace {

QString plain(QString text) { return text.remove(u'&').remove(u'…'); }

} // namespace

ActionTable::ActionTable(QMainWindow& window, const ThemeManager& themes) : QObject(&window), m_window(window), m_themes(themes) {}

QMenu* ActionTable::menu(const QString& title)
{
    for (QMenu* menu : m_window.menuBar()->findChildren<QMenu*>(Qt::FindDirectChildrenOnly))
        if (menu->title() == title) return menu;
    return m_window.menuBar()->addMenu(title);
}

QMenu* ActionTable::submenu(QMenu* of, const QString& title) { return of->addMenu(title); }

QAction* ActionTable::make(QMenu* menu, const Spec& spec)
{
    auto* action = new QAction(spec.text, this);
    action->setObjectName(spec.name);
    action->setShortcut(spec.key);
    if (!spec.icon.isEmpty()) action->setIcon(icon(m_themes, spec.icon));
    adopt(menu, action);
    return action;
}

void ActionTable::adopt(QMenu* menu, QAction* action)
{
    if (menu) menu->addAction(action);
    m_window.addAction(action); // its key works wherever the focus is
    m_all << action;
    m_byName.insert(action->objectName(), action);
    if (menu) m_groups.insert(action, plain(menu->title()));
}

QAction* ActionTable::add(QMenu* menu, const Spec& spec, std::function<void()> act)
{
    QAction* action = make(menu, spec);
    connect(action, &QAction::triggered, this, [act = std::move(act)] { act(); });
    return action;
}

QAction* ActionTable::addToggle(QMenu* menu, const Spec& spec, bool on, std::function<void(bool)> act)
{
    QAction* action = make(menu, spec);
    action->setCheckable(true);
    action->setChecked(on);
    connect(action, &QAction::triggered, this, [act = std::move(act)](bool checked) { act(checked); });
    return action;
}

QString ActionTable::title(const QAction* action) const
{
    const QString group = m_groups.value(action);
    return group.isEmpty() ? plain(action->text()) : group + QStringLiteral(": ") + plain(action->text());
}

} // namespace loopscope
