#include "app/shell/ActionTable.h"
#include "app/shell/Menus.h"
#include "app/shell/Workbench.h"
#include "visualizer/stage/StagePanel.h"
#include "visualizer/timeline/TimelineActions.h"
#include "visualizer/timeline/TimelinePanel.h"

#include <QCoreApplication>
#include <QMenu>

namespace loopscope {

/// What can be done in time belongs to the Timeline; here it gets its place in the menu and the palette.
void addTimeMenu(ActionTable& actions, const Workbench& bench)
{
    QMenu* menu = actions.menu(QCoreApplication::translate("TimeMenu", "&Time"));
    for (QAction* action : bench.timeline.timeActions().all()) actions.adopt(menu, action);
    actions.add(menu, {"time.why", QCoreApplication::translate("TimeMenu", "&Why? The facts behind the moment"), QKeySequence("Ctrl+Shift+Y")}, [bench] { bench.stage.showFacts(); });
}

} // namespace loopscope
