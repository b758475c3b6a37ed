#include "app/project/LessonPanel.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Menus.h"
#include "app/shell/Palette.h"
#include "app/shell/Workbench.h"

#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMessageBox>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("HelpMenu", text); }

void showAbout(const Workbench& bench)
{
    const QString text = tr("<h3>Loopscope %1</h3><p>Runs your script in a real Node.js inside this process and shows its event loop from recorded facts. "
                            "Nothing is simulated.</p><p>Qt %2. Free software under the GNU General Public License, version 3 or later.</p>")
                             .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()));
    QMessageBox::about(&bench.window, tr("About Loopscope"), text);
}

} // namespace

void addHelpMenu(ActionTable& actions, const Workbench& bench)
{
    QMenu* menu = actions.menu(tr("&Help"));
    actions.add(menu, {"help.firstLesson", tr("&First lesson"), {}, "lessons"}, [bench] { bench.lessons.open(0); });
    actions.add(menu, {"help.restoreLesson", tr("Lesson as it &was")}, [bench] { bench.lessons.restoreOriginal(); });
    actions.add(menu, {"help.keys", tr("All commands and &keys"), QKeySequence("F1")}, [&actions, bench] { openPalette(actions, bench); });
    actions.add(menu, {"help.about", tr("&About Loopscope"), {}, "info"}, [bench] { showAbout(bench); });
}

} // namespace loopscope
