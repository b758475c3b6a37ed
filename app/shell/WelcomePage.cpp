#include "app/shell/WelcomePage.h"

#include "app/shell/ActionTable.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace loopscope {

namespace {

QHBoxLayout* rowFor(QAction* action, const QString& text, bool primary)
{
    auto* button = new QPushButton(text);
    button->setObjectName("welcome." + action->objectName());
    button->setProperty("primary", primary);
    button->setMinimumWidth(190);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    auto* key = new QLabel(action->shortcut().toString(QKeySequence::NativeText));
    key->setProperty("role", "hint");
    key->setMinimumWidth(96);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addStretch(1);
    row->addWidget(button);
    row->addWidget(key);
    row->addStretch(1);
    return row;
}

} // namespace

WelcomePage::WelcomePage(const ActionTable& actions)
{
    setObjectName(QStringLiteral("welcome"));
    auto* title = new QLabel(tr("See the event loop of your script"));
    title->setProperty("role", "heading");
    auto* text = new QLabel(tr("Open a script and press F5. It runs in a real Node.js; the Stage and the Timeline show what its event loop does, "
                               "and you can go back to every moment of it."));
    text->setProperty("role", "muted");
    for (QLabel* label : {title, text}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(10);
    column->addStretch(2);
    column->addWidget(title);
    column->addWidget(text);
    column->addSpacing(8);
    column->addLayout(rowFor(actions.find("help.firstLesson"), tr("Start the first lesson"), true));
    column->addLayout(rowFor(actions.find("file.open"), tr("Open a script"), false));
    column->addLayout(rowFor(actions.find("file.openFolder"), tr("Open a folder"), false));
    column->addLayout(rowFor(actions.find("file.new"), tr("New script"), false));
    column->addStretch(3);
    setWidget(page);
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    for (QWidget* ground : {page, viewport()}) ground->setAutoFillBackground(false); // the editor's place shows through
}

} // namespace loopscope
