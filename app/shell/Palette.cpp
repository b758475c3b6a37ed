#include "app/shell/Palette.h"

#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/project/ProjectPanel.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Chooser.h"
#include "app/shell/Opener.h"
#include "app/shell/Workbench.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QMainWindow>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Palette", text); }

} // namespace

Chooser* openPalette(const ActionTable& actions, const Workbench& bench)
{
    std::vector<Chooser::Entry> entries;
    for (QAction* action : actions.all()) {
        QString note = action->shortcut().toString(QKeySequence::NativeText);
        if (action->isCheckable() && action->isChecked()) note += note.isEmpty() ? tr("on") : tr("  on");
        entries.push_back({actions.title(action), note, action->isEnabled(), [action] { action->trigger(); }});
    }
    auto* chooser = new Chooser(bench.themes, tr("Type a command"), std::move(entries), &bench.window);
    chooser->popUp();
    return chooser;
}

Chooser* openQuickOpen(const Workbench& bench)
{
    std::vector<Chooser::Entry> entries;
    const QDir root(bench.project.folder());
    Opener& opener = bench.opener;
    for (const QString& file : bench.project.files()) {
        const QString path = root.filePath(file);
        const QString folder = QFileInfo(file).path();
        entries.push_back({file, folder == QLatin1String(".") ? QString() : folder, true, [&opener, path] { opener.open(path); }});
    }
    for (const EditorPage* page : bench.tabs.pages()) {
        const QString path = page->path();
        if (path.isEmpty() || path.startsWith(root.path() + u'/')) continue;
        entries.push_back({QFileInfo(path).fileName(), QFileInfo(path).path(), true, [&opener, path] { opener.open(path); }});
    }
    const QString prompt = entries.empty() ? tr("No files: open a folder with Ctrl+Shift+O") : tr("Type a file's name");
    auto* chooser = new Chooser(bench.themes, prompt, std::move(entries), &bench.window);
    chooser->popUp();
    return chooser;
}

} // namespace loopscope
