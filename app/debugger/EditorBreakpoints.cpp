#include "app/debugger/EditorBreakpoints.h"

#include "app/debugger/BreakpointDialog.h"
#include "app/debugger/BreakpointText.h"
#include "app/debugger/DebugSession.h"
#include "app/editor/CodeEditor.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"

#include <QMenu>
#include <QToolTip>

#include <algorithm>
#include <vector>

namespace loopscope {

EditorBreakpoints::EditorBreakpoints(DebugSession& session, EditorTabs& tabs, QObject* parent) : QObject(parent), m_session(session), m_tabs(tabs)
{
    BreakpointList& list = session.breakpoints();
    for (auto signal : {&BreakpointList::added, &BreakpointList::changed, &BreakpointList::removed, &BreakpointList::stateChanged, &BreakpointList::moved})
        connect(&list, signal, this, [this] { show(); });
    connect(&list, &BreakpointList::reset, this, [this] { show(); });
    connect(&session, &DebugSession::stateChanged, this, [this] { show(); });
    connect(&tabs, &EditorTabs::currentChanged, this, [this] { adopt(); });
    connect(&tabs, &EditorTabs::changed, this, [this] { adopt(); });
    connect(&tabs, &EditorTabs::saved, this, &EditorBreakpoints::applyChange);
    adopt();
}

void EditorBreakpoints::adopt()
{
    for (EditorPage* page : m_tabs.pages())
        if (!m_adopted.contains(page)) adopt(page);
}

void EditorBreakpoints::adopt(EditorPage* page)
{
    m_adopted << page;
    CodeEditor* editor = &page->editor();
    connect(page, &QObject::destroyed, this, [this](const QObject* gone) { m_adopted.removeAll(gone); });
    connect(page, &EditorPage::pathChanged, this, [this, page] { show(page); });
    connect(editor, &CodeEditor::breakpointToggled, this, [this, page](int line) { toggleAt(page, line); });
    connect(editor, &CodeEditor::gutterMenuRequested, this, [this, page](int line, const QPoint& at) { openMenu(page, line, at); });
    connect(editor, &CodeEditor::expressionHovered, this, &EditorBreakpoints::tellValue);
    connect(editor, &CodeEditor::linesMoved, this, [this, page](int first, int by) { move(page, first, by); });
    show(page);
}

void EditorBreakpoints::show()
{
    for (EditorPage* page : m_tabs.pages()) show(page);
}

void EditorBreakpoints::show(EditorPage* page)
{
    std::map<int, BreakpointMark> marks;
    for (const Breakpoint& b : m_session.breakpoints().all())
        if (!page->path().isEmpty() && b.path == page->path())
        {
            BreakpointMark mark = breakpointMark(b, m_session.breakpoints().state(b.id), m_session.debugger().areBreakpointsActive());
            const auto [place, isNew] = marks.try_emplace(b.line, mark);
            if (isNew) continue;
            place->second.label += u'\n' + mark.label; // several in a line
            place->second.columns.insert(place->second.columns.end(), mark.columns.begin(), mark.columns.end());
        }
    page->editor().setBreakpoints(std::move(marks));
}

/// One whose line was taken away goes with it.
void EditorBreakpoints::move(const EditorPage* page, int first, int by)
{
    std::vector<std::pair<int, int>> moves; // id, line
    for (const Breakpoint& b : m_session.breakpoints().all())
        if (b.path == page->path() && b.line >= first) moves.emplace_back(b.id, b.line + by < first - (by < 0 ? 0 : 1) ? 0 : b.line + by);
    if (by > 0) std::ranges::reverse(moves);
    for (const auto& [id, line] : moves)
        if (line > 0) m_session.breakpoints().moveLine(id, line);
        else m_session.breakpoints().remove(id);
}

void EditorBreakpoints::toggleAt(const EditorPage* page, int line)
{
    if (!page->path().isEmpty()) m_session.breakpoints().toggle(page->path(), line);
}

void EditorBreakpoints::toggle()
{
    if (EditorPage* page = m_tabs.current()) toggleAt(page, page->editor().currentLine());
}

void EditorBreakpoints::toggleColumn()
{
    const EditorPage* page = m_tabs.current();
    if (page && !page->path().isEmpty()) m_session.breakpoints().toggleColumn(page->path(), page->editor().currentLine(), page->editor().currentColumn());
}

void EditorBreakpoints::edit()
{
    const EditorPage* page = m_tabs.current();
    if (!page || page->path().isEmpty()) return;
    const int line = page->editor().currentLine();
    const Breakpoint* found = m_session.breakpoints().at(page->path(), line);
    BreakpointDialog dialog(found ? *found : Breakpoint{.path = page->path(), .line = line}, &m_tabs);
    if (dialog.exec() != QDialog::Accepted) return;
    if (dialog.breakpoint().id != 0) m_session.breakpoints().update(dialog.breakpoint());
    else m_session.breakpoints().add(dialog.breakpoint());
}

void EditorBreakpoints::editBreakpoint(int id)
{
    const Breakpoint* found = m_session.breakpoints().find(id);
    if (!found) return;
    BreakpointDialog dialog(*found, &m_tabs);
    if (dialog.exec() == QDialog::Accepted) m_session.breakpoints().update(dialog.breakpoint());
}

void EditorBreakpoints::applyChange(const QString& path)
{
    const EditorPage* page = m_tabs.pageOf(path);
    if (!page || m_session.debugger().state() == Debugger::State::Detached) return;
    for (const DebugSession::Target& target : m_session.targets())
        target.debugger->setSource(path, page->editor().toPlainText(), [this](const QString& why) {
            if (!why.isEmpty()) emit changeTold(why);
        });
}

/// What would change something by being looked at is not told.
void EditorBreakpoints::tellValue(const QString& expression, const QPoint& at)
{
    if (!m_session.debugger().isPaused()) return;
    m_session.debugger().evaluate(expression, {.frame = m_frame, .mayChange = false, .most = 200, .group = QStringLiteral("hover")}, [expression, at](const Evaluation& evaluation) {
        if (evaluation.isOk()) QToolTip::showText(at, QStringLiteral("%1 = %2").arg(expression, evaluation.value.text.left(1000)).toHtmlEscaped());
    });
}

void EditorBreakpoints::openMenu(const EditorPage* page, int line, const QPoint& at)
{
    if (page->path().isEmpty()) return;
    BreakpointList& list = m_session.breakpoints();
    const Breakpoint* found = list.at(page->path(), line);
    QMenu menu(&m_tabs);
    if (!found) {
        menu.addAction(tr("Add breakpoint"), this, [&] { list.add({.path = page->path(), .line = line}); });
        menu.addAction(tr("Add with a condition, or to print…"), this, [&] { editBreakpoint(list.add({.path = page->path(), .line = line})); });
    } else {
        menu.addAction(tr("Edit…"), this, [&, id = found->id] { editBreakpoint(id); });
        menu.addAction(found->isEnabled ? tr("Turn off") : tr("Turn on"), this, [&, b = *found]() mutable {
            b.isEnabled = !b.isEnabled;
            list.update(b);
        });
        menu.addAction(tr("Remove"), this, [&, id = found->id] { list.remove(id); });
    }
    if (m_session.debugger().isPaused()) {
        menu.addSeparator();
        menu.addAction(tr("Run to here"), this, [&] { m_session.debugger().runTo(page->path(), line); });
    }
    menu.exec(at);
}

} // namespace loopscope
