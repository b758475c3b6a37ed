#include "app/editor/CodeEditor.h"
#include "app/editor/EditorTabs.h"
#include "app/editor/FindBar.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Menus.h"
#include "app/shell/Workbench.h"

#include <QCoreApplication>
#include <QMenu>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("EditMenu", text); }

} // namespace

void addEditMenu(ActionTable& actions, const Workbench& bench)
{
    QMenu* menu = actions.menu(tr("&Edit"));
    EditorTabs& tabs = bench.tabs;
    // Each acts on the editor that is shown; without one it does nothing.
    const auto edit = [&](const ActionTable::Spec& spec, auto act) {
        return actions.add(menu, spec, [&tabs, act] {
            if (CodeEditor* editor = tabs.currentEditor()) (editor->*act)();
        });
    };
    const auto find = [&](const ActionTable::Spec& spec, std::function<void(FindBar&)> act) {
        actions.add(menu, spec, [&tabs, act = std::move(act)] { act(tabs.findBar()); });
    };
    edit({"edit.undo", tr("&Undo"), QKeySequence::Undo, "undo"}, &QPlainTextEdit::undo);
    edit({"edit.redo", tr("&Redo"), QKeySequence::Redo, "redo"}, &QPlainTextEdit::redo);
    menu->addSeparator();
    edit({"edit.cut", tr("Cu&t"), QKeySequence::Cut}, &QPlainTextEdit::cut);
    edit({"edit.copy", tr("&Copy"), QKeySequence::Copy, "copy"}, &QPlainTextEdit::copy);
    edit({"edit.paste", tr("&Paste"), QKeySequence::Paste}, &QPlainTextEdit::paste);
    edit({"edit.selectAll", tr("Select &all"), QKeySequence::SelectAll}, &QPlainTextEdit::selectAll);
    menu->addSeparator();
    find({"edit.find", tr("&Find…"), QKeySequence::Find, "search"}, [](FindBar& bar) { bar.open(false); });
    find({"edit.replace", tr("R&eplace…"), QKeySequence("Ctrl+H"), "replace"}, [](FindBar& bar) { bar.open(true); });
    find({"edit.findNext", tr("Find &next"), QKeySequence("F3")}, [](FindBar& bar) { bar.findNext(); });
    find({"edit.findPrevious", tr("Find pre&vious"), QKeySequence("Shift+F3")}, [](FindBar& bar) { bar.findPrevious(); });
    menu->addSeparator();
    edit({"edit.comment", tr("Toggle co&mment"), QKeySequence("Ctrl+/")}, &CodeEditor::toggleComment);
    edit({"edit.indent", tr("&Indent lines"), QKeySequence("Ctrl+]")}, &CodeEditor::indentLines);
    edit({"edit.outdent", tr("&Outdent lines"), QKeySequence("Ctrl+[")}, &CodeEditor::outdentLines);
    edit({"edit.duplicate", tr("&Duplicate lines"), QKeySequence("Ctrl+Shift+D")}, &CodeEditor::duplicateLines);
    edit({"edit.delete", tr("De&lete lines"), QKeySequence("Ctrl+Shift+K")}, &CodeEditor::deleteLines);
    edit({"edit.up", tr("Move lines up"), QKeySequence("Alt+Up")}, &CodeEditor::moveLinesUp);
    edit({"edit.down", tr("Move lines down"), QKeySequence("Alt+Down")}, &CodeEditor::moveLinesDown);
}

} // namespace loopscope
