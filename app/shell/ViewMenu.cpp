#include "app/editor/EditorTabs.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Docks.h"
#include "app/shell/Menus.h"
#include "app/shell/Palette.h"
#include "app/shell/Workbench.h"
#include "visualizer/stage/StagePanel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>
#include <QTableView>

#include <algorithm>

namespace loopscope {

namespace {

/// As large as the window bears: half as large again on a projector, less where the panels would not fit.
double scaleForAudience(const QWidget& window) { return std::clamp(window.width() / 1280.0, 1.2, 1.5); }

QString tr(const char* text) { return QCoreApplication::translate("ViewMenu", text); }

void addThemes(ActionTable& actions, QMenu* menu, const Workbench& bench)
{
    QMenu* themes = actions.submenu(menu, tr("&Theme"));
    auto* group = new QActionGroup(themes);
    const struct {
        ThemeChoice choice;
        QString name, text;
    } all[] = {
        {ThemeChoice::System, "theme.system", tr("&System")},
        {ThemeChoice::Dark, "theme.dark", tr("&Dark")},
        {ThemeChoice::Light, "theme.light", tr("&Light")},
        {ThemeChoice::Contrast, "theme.contrast", tr("High &contrast")},
    };
    for (const auto& theme : all) {
        QAction* action = actions.addToggle(themes, {theme.name, theme.text}, bench.themes.choice() == theme.choice,
            [bench, wanted = theme.choice](bool) { bench.themes.setChoice(wanted); });
        group->addAction(action);
        QObject::connect(&bench.themes, &ThemeManager::changed, action,
            [action, bench, wanted = theme.choice] { action->setChecked(bench.themes.choice() == wanted); });
    }
}

void addZoom(ActionTable& actions, QMenu* menu, const Workbench& bench)
{
    EditorTabs& tabs = bench.tabs;
    actions.add(menu, {"view.zoomIn", tr("Larger source"), QKeySequence("Ctrl+=")}, [&tabs] { tabs.setZoom(tabs.zoom() + 1); });
    actions.add(menu, {"view.zoomOut", tr("Smaller source"), QKeySequence("Ctrl+-")}, [&tabs] { tabs.setZoom(tabs.zoom() - 1); });
    actions.add(menu, {"view.zoomReset", tr("Usual size of source"), QKeySequence("Ctrl+0")}, [&tabs] { tabs.setZoom(0); });
}

} // namespace

void addViewMenu(ActionTable& actions, const Workbench& bench)
{
    QMenu* menu = actions.menu(tr("&View"));
    actions.add(menu, {"view.palette", tr("Command &palette…"), QKeySequence("Ctrl+Shift+P"), "palette"}, [&actions, bench] { openPalette(actions, bench); });
    menu->addSeparator();
    for (QDockWidget* dock : bench.docks.all()) {
        QAction* action = dock->toggleViewAction();
        action->setObjectName("view." + dock->objectName());
        actions.adopt(menu, action);
    }
    actions.add(menu, {"view.resetLayout", tr("&Reset layout")}, [bench] { bench.docks.reset(); });
    menu->addSeparator();
    addThemes(actions, menu, bench);
    QAction* presentation = actions.addToggle(menu, {"view.presentation", tr("Presentation &mode"), QKeySequence("Ctrl+F11"), "presentation"},
        bench.themes.scale() > 1, [bench](bool on) { bench.themes.setScale(on ? scaleForAudience(bench.window) : 1.0); });
    QObject::connect(&bench.themes, &ThemeManager::changed, presentation, [presentation, bench] { presentation->setChecked(bench.themes.scale() > 1); });
    QAction* full = actions.addToggle(menu, {"view.fullScreen", tr("&Full screen"), QKeySequence("Ctrl+Shift+F11")}, false, [bench](bool on) {
        bench.window.setWindowState(on ? bench.window.windowState() | Qt::WindowFullScreen : bench.window.windowState() & ~Qt::WindowFullScreen);
    });
    static_cast<void>(full);
    actions.addToggle(menu, {"view.internal", tr("Show Node's own &callbacks")}, bench.stage.showsInternal(), [bench](bool on) { bench.stage.setShowInternal(on); });
    menu->addSeparator();
    addZoom(actions, menu, bench);
}

} // namespace loopscope
