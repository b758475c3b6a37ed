#include "app/shell/TopBar.h"

#include "app/shell/ActionTable.h"
#include "app/shell/RunControl.h"
#include "app/shell/Workbench.h"
#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <QCoreApplication>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QToolBar>
#include <QToolButton>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("TopBar", text); }

QToolButton* menuButton(const QString& name, const QString& tip, const QIcon& picture, const QList<QAction*>& actions)
{
    auto* button = new QToolButton;
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setIcon(picture);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    menu->addActions(actions);
    button->setMenu(menu);
    return button;
}

QString nameOf(DetailLevel level)
{
    switch (level) {
    case DetailLevel::Monitor: return tr("Monitor");
    case DetailLevel::Trace: return tr("Trace");
    case DetailLevel::Lesson: return tr("Lesson");
    case DetailLevel::Off: break;
    }
    return tr("Off");
}

} // namespace

QToolBar* makeTopBar(const ActionTable& actions, const Workbench& bench, const QString& target)
{
    auto* bar = new QToolBar(tr("Main toolbar"));
    bar->setObjectName(QStringLiteral("topBar"));
    bar->setMovable(false);
    bar->setIconSize(QSize(16, 16));
    for (const char* name : {"run.start", "debug.start", "run.stop", "run.restart"}) {
        QAction* action = actions.find(QLatin1String(name));
        bar->addAction(action);
        if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action))) button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    actions.find("run.start")->setIcon(icon(bench.themes, "run", IconTone::Ok));
    actions.find("run.stop")->setIcon(icon(bench.themes, "stop", IconTone::Error));
    bar->addSeparator();
    auto* runner = new QLabel(target);
    runner->setProperty("role", "muted");
    runner->setToolTip(tr("What runs the program"));
    runner->setContentsMargins(4, 0, 4, 0);
    bar->addWidget(runner);
    bar->addSeparator();
    auto* detail = menuButton(QStringLiteral("detailButton"), tr("Level of detail of the next run"), icon(bench.themes, "detail"),
        {actions.find("detail.monitor"), actions.find("detail.trace"), actions.find("detail.lesson")});
    const auto showDetail = [detail, bench] { detail->setText(tr("Detail: %1").arg(nameOf(bench.run.detail()))); };
    QObject::connect(&bench.run, &RunControl::watchingChanged, detail, showDetail);
    showDetail();
    bar->addWidget(detail);
    auto* theme = menuButton(QStringLiteral("themeButton"), tr("Theme"), icon(bench.themes, "theme"),
        {actions.find("theme.system"), actions.find("theme.dark"), actions.find("theme.light"), actions.find("theme.contrast")});
    theme->setText(tr("Theme"));
    bar->addWidget(theme);
    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    QAction* palette = actions.find("view.palette");
    bar->addAction(palette);
    if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(palette))) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setText(tr("Commands  Ctrl+Shift+P"));
    }
    return bar;
}

} // namespace loopscope
