#include "app/debugger/StopsView.h"

#include "app/debugger/BreakpointText.h"
#include "app/debugger/DebugSession.h"
#include "app/debugger/LoopMoments.h"
#include "visualizer/theme/ThemeManager.h"

#include <QContextMenuEvent>
#include <QInputDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>

namespace loopscope {

StopsView::StopsView(DebugSession& session, const ThemeManager& themes, QWidget* parent) : QTreeWidget(parent), m_session(session), m_themes(themes)
{
    setHeaderLabel(tr("Stops"));
    setRootIsDecorated(false);
    setIndentation(12);
    setUniformRowHeights(true);
    setFrameShape(NoFrame);
    setTextElideMode(Qt::ElideRight);
    setAccessibleName(tr("What the program stops at"));
    build();
    connect(this, &QTreeWidget::itemChanged, this, &StopsView::take);
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        if (const Breakpoint* b = m_session.breakpoints().find(breakpointOf(item))) emit placeWanted(b->path, b->line, std::max(1, b->column));
        else if (item->data(0, kKind) == IfLong) askForLength();
    });
    connect(&session, &DebugSession::wishesChanged, this, &StopsView::refresh);
    connect(&session, &DebugSession::stateChanged, this, &StopsView::refresh);
    BreakpointList& list = session.breakpoints();
    for (auto signal : {&BreakpointList::added, &BreakpointList::changed, &BreakpointList::removed, &BreakpointList::stateChanged, &BreakpointList::moved})
        connect(&list, signal, this, &StopsView::refreshBreakpoints);
    connect(&list, &BreakpointList::reset, this, &StopsView::refreshBreakpoints);
    connect(&themes, &ThemeManager::changed, this, &StopsView::refresh);
    refresh();
}

QTreeWidgetItem* StopsView::add(QTreeWidgetItem* below, const QString& text, Kind kind, int number)
{
    auto* item = below ? new QTreeWidgetItem(below) : new QTreeWidgetItem(this);
    item->setText(0, text);
    item->setData(0, kKind, kind);
    item->setData(0, kNumber, number);
    if (kind != Heading) item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    else item->setFlags(Qt::ItemIsEnabled);
    return item;
}

void StopsView::build()
{
    const QScopedValueRollback filling(m_isFilling, true);
    const auto addMoments = [this](const QString& heading, const std::vector<LoopMoment>& moments) {
        QTreeWidgetItem* below = add(nullptr, heading, Heading, 0);
        for (const LoopMoment& moment : moments) add(below, moment.text, AtMoment, static_cast<int>(moment.bit))->setToolTip(0, moment.whole);
        return below;
    };
    QTreeWidgetItem* callbacks = addMoments(tr("In the next callback of"), callbackMoments());
    add(callbacks, QString(), IfLong, 0);
    add(callbacks, tr("First line of a worker"), AtWorkers, 0);
    addMoments(tr("Before the first callback of the phase"), phaseMoments());
    addMoments(tr("When"), otherMoments());
    QTreeWidgetItem* errors = add(nullptr, tr("On errors"), Heading, 0);
    add(errors, tr("that nothing catches"), OnErrors, static_cast<int>(Debugger::PauseOn::Uncaught));
    add(errors, tr("of any kind"), OnErrors, static_cast<int>(Debugger::PauseOn::Everything));
    m_breakpoints = add(nullptr, tr("Breakpoints"), Heading, 0);
    expandAll();
}

void StopsView::refresh()
{
    const QScopedValueRollback filling(m_isFilling, true);
    const Theme& theme = m_themes.theme();
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem* heading = topLevelItem(i);
        heading->setFont(0, theme.font(TextSize::Caption, QFont::DemiBold));
        heading->setForeground(0, theme.textMuted);
        for (int j = 0; j < heading->childCount(); ++j) {
            QTreeWidgetItem* item = heading->child(j);
            const int number = item->data(0, kNumber).toInt();
            item->setFont(0, theme.font(TextSize::Small));
            switch (item->data(0, kKind).toInt()) {
            case AtMoment: item->setCheckState(0, m_session.callbackStops() & static_cast<std::uint32_t>(number) ? Qt::Checked : Qt::Unchecked); break;
            case IfLong:
                item->setText(0, m_session.longest() > 0 ? tr("Longer than %1 ms, inside it").arg(m_session.longest()) : tr("Longer than …"));
                item->setToolTip(0, tr("Enter or a double click says how long"));
                item->setCheckState(0, m_session.longest() > 0 ? Qt::Checked : Qt::Unchecked);
                break;
            case AtWorkers: item->setCheckState(0, m_session.stopsAtWorkers() ? Qt::Checked : Qt::Unchecked); break;
            case OnErrors: item->setCheckState(0, static_cast<int>(m_session.debugger().pauseOn()) >= number ? Qt::Checked : Qt::Unchecked); break;
            default: break;
            }
        }
    }
    refreshBreakpoints();
}

void StopsView::refreshBreakpoints()
{
    const QScopedValueRollback filling(m_isFilling, true);
    const auto& all = m_session.breakpoints().all();
    while (m_breakpoints->childCount() > static_cast<int>(all.size())) delete m_breakpoints->takeChild(m_breakpoints->childCount() - 1);
    while (m_breakpoints->childCount() < static_cast<int>(all.size())) add(m_breakpoints, QString(), AtPlace, 0);
    for (std::size_t i = 0; i < all.size(); ++i) {
        QTreeWidgetItem* item = m_breakpoints->child(static_cast<int>(i));
        item->setData(0, kNumber, all[i].id);
        item->setText(0, breakpointLine(all[i]));
        item->setToolTip(0, breakpointStory(all[i], m_session.breakpoints().state(all[i].id)));
        item->setCheckState(0, all[i].isEnabled ? Qt::Checked : Qt::Unchecked);
        item->setFont(0, m_themes.theme().font(TextSize::Small));
        const bool isRefused = m_session.breakpoints().state(all[i].id).kind == BreakpointState::Kind::Refused;
        item->setForeground(0, isRefused ? m_themes.theme().error : m_session.debugger().areBreakpointsActive() ? m_themes.theme().text : m_themes.theme().textMuted);
    }
    m_breakpoints->setText(0, all.empty() ? tr("Breakpoints: click beside a line, or F9") : m_session.debugger().areBreakpointsActive() ? tr("Breakpoints") : tr("Breakpoints (all off)"));
}

int StopsView::breakpointOf(const QTreeWidgetItem* item) const { return item && item->data(0, kKind) == AtPlace ? item->data(0, kNumber).toInt() : 0; }

void StopsView::take(QTreeWidgetItem* item)
{
    if (m_isFilling) return;
    const int number = item->data(0, kNumber).toInt();
    const bool isOn = item->checkState(0) == Qt::Checked;
    switch (item->data(0, kKind).toInt()) {
    case AtMoment: return m_session.setStopsAt(static_cast<std::uint32_t>(number), isOn);
    case AtWorkers: return m_session.setStopsAtWorkers(isOn);
    case IfLong: return isOn ? askForLength() : m_session.setLongest(0);
    case OnErrors: {
        const auto what = static_cast<Debugger::PauseOn>(isOn ? number : number - 1);
        m_session.setPauseOn(what);
        return refresh();
    }
    case AtPlace:
        if (const Breakpoint* found = m_session.breakpoints().find(number)) {
            Breakpoint b = *found;
            b.isEnabled = isOn;
            m_session.breakpoints().update(b);
        }
        return;
    default: return;
    }
}

void StopsView::askForLength()
{
    bool accepted = false;
    const int ms = QInputDialog::getInt(this, tr("Long callbacks"), tr("Stop inside a callback that has run for, in ms:"), m_session.longest() > 0 ? m_session.longest() : 100, 1, 600'000, 1, &accepted);
    if (accepted) m_session.setLongest(ms);
    refresh();
}

void StopsView::keyPressEvent(QKeyEvent* event)
{
    const int id = breakpointOf(currentItem());
    if (id != 0 && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)) return m_session.breakpoints().remove(id);
    if (id != 0 && event->key() == Qt::Key_F2) return emit editWanted(id);
    QTreeWidget::keyPressEvent(event);
}

void StopsView::contextMenuEvent(QContextMenuEvent* event)
{
    const int id = breakpointOf(itemAt(event->pos()));
    QMenu menu(this);
    if (id != 0) {
        menu.addAction(tr("Edit…\tF2"), this, [this, id] { emit editWanted(id); });
        menu.addAction(tr("Remove\tDel"), this, [this, id] { m_session.breakpoints().remove(id); });
        menu.addSeparator();
    }
    QAction* active = menu.addAction(tr("Breakpoints are active"), this, [this](bool on) { m_session.setBreakpointsActive(on); });
    active->setCheckable(true);
    active->setChecked(m_session.debugger().areBreakpointsActive());
    menu.addAction(tr("Remove all breakpoints"), this, [this] { m_session.breakpoints().clear(); });
    menu.exec(event->globalPos());
}

} // namespace loopscope
