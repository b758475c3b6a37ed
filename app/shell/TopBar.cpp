#include "app/shell/TopBar.h"

#include "app/launch/LaunchList.h"
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

/// What Run runs: a menu that is made as it opens.
QToolButton* configurationButton(const ActionTable& actions, const Workbench& bench)
{
    QToolButton* button = menuButton(QStringLiteral("configurationButton"), tr("What Run runs (Ctrl+Alt+C)"), icon(bench.themes, "file"), {});
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    QMenu* menu = button->menu();
    LaunchList& list = bench.launch;
    QObject::connect(menu, &QMenu::aboutToShow, menu, [menu, &list, edit = actions.find(QStringLiteral("run.editConfigurations"))] {
        list.reload();
        menu->clear();
        const auto add = [&](const QString& text, const QString& name) {
            QAction* action = menu->addAction(QString(text).replace(u'&', QLatin1String("&&")), menu, [&list, name] { list.choose(name); });
            action->setCheckable(true);
            action->setChecked(list.chosen() ? list.chosenName() == name : name.isEmpty());
        };
        add(tr("The script in the editor"), {});
        for (const LaunchConfiguration& one : list.all()) add(one.name, one.name);
        menu->addSeparator();
        menu->addAction(edit);
    });
    const auto show = [button, &list] {
        const QString text = list.chosen() ? list.chosenName() : tr("Script in the editor");
        button->setText(button->fontMetrics().elidedText(text, Qt::ElideRight, 180));
    };
    QObject::connect(&list, &LaunchList::changed, button, show);
    show();
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
    const auto sizeIcons = [bar, &themes = bench.themes] { bar->setIconSize(QSize(16, 16) * themes.scale()); };
    sizeIcons();
    QObject::connect(&bench.themes, &ThemeManager::changed, bar, sizeIcons);
    for (const char* name : {"run.start", "debug.start", "run.stop", "run.restart"}) {
        QAction* action = actions.find(QLatin1String(name));
        bar->addAction(action);
        if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action))) button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    actions.find("run.start")->setIcon(icon(bench.themes, "run", IconTone::Ok));
    actions.find("run.stop")->setIcon(icon(bench.themes, "stop", IconTone::Error));
    bar->addWidget(configurationButton(actions, bench));
    bar->addSeparator();
    auto* runner = new QLabel(target);
    const auto showTarget = [runner, bench, target] {
        const LaunchConfiguration* chosen = bench.launch.chosen();
        if (!chosen || chosen->target == LaunchConfiguration::Target::InProcess) runner->setText(target);
        else if (chosen->isAttach()) runner->setText(tr("Attaches: nothing is recorded"));
        else runner->setText(tr("%1, a process of its own").arg(chosen->runtime.isEmpty() ? QStringLiteral("node") : chosen->runtime.section(u'/', -1)));
    };
    QObject::connect(&bench.launch, &LaunchList::changed, runner, showTarget);
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
