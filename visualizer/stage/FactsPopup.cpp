#include "visualizer/stage/FactsPopup.h"

#include "visualizer/theme/Theme.h"

#include <QLabel>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace loopscope {

FactsPopup::FactsPopup(const QStringList& facts, const Theme& theme, QWidget* stage) : QFrame(stage, Qt::Popup)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("factsPopup"));
    setProperty("role", "overlay");
    setAccessibleName(tr("Facts"));
    setAccessibleDescription(facts.join(' '));
    auto* column = new QVBoxLayout(this);
    const int margin = theme.space(Space::M);
    column->setContentsMargins(margin, theme.space(Space::S), margin, margin);
    column->setSpacing(theme.space(Space::XS));
    const auto add = [&](const QString& text, const QFont& font, const char* role) {
        auto* label = new QLabel(text);
        label->setFont(font);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        if (role) label->setProperty("role", role);
        column->addWidget(label);
    };
    add(tr("Why"), theme.font(TextSize::Small, QFont::DemiBold), "muted");
    for (const QString& fact : facts) add(QStringLiteral("•  ") + fact, theme.font(TextSize::Body), nullptr);
    if (facts.isEmpty()) add(tr("Nothing more is recorded of this moment."), theme.font(TextSize::Body), "muted");
}

void FactsPopup::showAbove(const QRect& sentence)
{
    const QWidget* stage = parentWidget();
    setFixedWidth(sentence.width());
    adjustSize();
    const int height = std::max(layout()->heightForWidth(sentence.width()), sizeHint().height());
    resize(sentence.width(), height);
    QPoint at = stage->mapToGlobal(sentence.topLeft()) - QPoint(0, height + 4);
    if (const QScreen* screen = stage->screen()) at.setY(std::max(at.y(), screen->availableGeometry().top()));
    move(at);
    show();
}

} // namespace loopscope
