#include "visualizer/timeline/TransportBar.h"

#include "visualizer/model/Labels.h"
#include "visualizer/model/RangeFigures.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/StillLabel.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/timeline/Player.h"
#include "visualizer/timeline/SearchField.h"
#include "visualizer/timeline/TimelineActions.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

namespace loopscope {

TransportBar::TransportBar(TraceView& view, Player& player, TimelineActions& actions, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_view(view), m_player(player), m_speeds(new QComboBox), m_search(new SearchField(view, themes)), m_time(new StillLabel)
{
    auto* row = new QHBoxLayout(this);
    const auto dress = [this, row, &themes] {
        const Theme& theme = themes.theme();
        row->setContentsMargins(theme.space(Space::S), theme.space(Space::Hair), theme.space(Space::S), theme.space(Space::Hair));
        row->setSpacing(theme.space(Space::Hair));
        m_time->setFont(theme.font(TextSize::Small));
        for (QToolButton* button : findChildren<QToolButton*>(Qt::FindDirectChildrenOnly)) button->setIconSize(QSize(16, 16) * theme.scale);
    };
    const auto addButton = [row](QAction* action) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    };
    for (QAction* action : {actions.toStart, actions.previousCallback, actions.play, actions.nextCallback, actions.toEnd}) addButton(action);
    row->addSpacing(themes.theme().space(Space::S));
    row->addWidget(m_speeds);
    row->addSpacing(themes.theme().space(Space::S));
    for (QAction* action : {actions.follow, actions.zoomOut, actions.zoomIn, actions.fit}) addButton(action);
    row->addSpacing(themes.theme().space(Space::S));
    addButton(actions.bookmark);
    row->addWidget(m_search);
    row->addSpacing(themes.theme().space(Space::S));
    row->addWidget(m_time, 1);
    // What has no room is cut rather than that it makes the window wider.
    m_time->label().setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_time->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_time->label().setProperty("role", "muted");
    m_time->label().setTextInteractionFlags(Qt::TextSelectableByMouse);
    makeSpeeds();
    dress();
    connect(&themes, &ThemeManager::changed, this, dress);
    for (const auto signal : {&TraceView::recordingChanged, &TraceView::cursorChanged, &TraceView::grew, &TraceView::selectionChanged})
        connect(&view, signal, this, &TransportBar::showTime);
    showTime();
}

void TransportBar::makeSpeeds()
{
    m_speeds->setMinimumContentsLength(8);
    m_speeds->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_speeds->setAccessibleName(tr("Speed"));
    m_speeds->setToolTip(tr("How fast the recording is played"));
    for (const double speed : Player::kSpeeds) {
        if (speed == 0)
            m_speeds->addItem(tr("1 step a second"), speed);
        else
            m_speeds->addItem(speed < 1 ? tr("1/%1 ×").arg(qRound(1 / speed)) : tr("%1 ×").arg(speed), speed);
    }
    const auto select = [this] { m_speeds->setCurrentIndex(m_speeds->findData(m_player.speed())); };
    select();
    connect(m_speeds, &QComboBox::activated, this, [this](int index) { m_player.setSpeed(m_speeds->itemData(index).toDouble()); });
    connect(&m_player, &Player::speedChanged, this, select);
}

QString TransportBar::selectionText() const
{
    const TimeRange range = *m_view.selection();
    const RangeFigures figures = figuresOf(*m_view.model(), range);
    const QLocale locale;
    QStringList parts{tr("%1 selected").arg(Labels::duration(range.length()))};
    parts << (figures.callbacks == 1 ? tr("1 callback") : tr("%1 callbacks").arg(locale.toString(quint64(figures.callbacks))));
    parts << (figures.drained == 1 ? tr("1 tick or job") : tr("%1 ticks, jobs").arg(locale.toString(quint64(figures.drained))));
    if (figures.busyShare) parts << tr("%1 % busy").arg(locale.toString(100 * *figures.busyShare, 'f', 0));
    return parts.join(QStringLiteral(" · "));
}

void TransportBar::setTime(const QString& text)
{
    m_time->setText(text);
    m_time->setToolTip(text);
}

void TransportBar::showTime()
{
    if (!m_view.recording()) {
        m_time->setText({});
        m_time->setToolTip({});
        return;
    }
    if (m_view.selection()) return setTime(selectionText());
    const QLocale locale;
    const QString text = tr("%1 of %2   ·   event %3 of %4")
                       .arg(Labels::duration(m_view.cursorTime()), Labels::duration(m_view.recording()->duration()), locale.toString(m_view.cursor()),
                            locale.toString(m_view.recording()->size()));
    setTime(text);
}

} // namespace loopscope
