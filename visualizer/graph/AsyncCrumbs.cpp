#include "visualizer/graph/AsyncCrumbs.h"

#include <QEvent>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace loopscope {

AsyncCrumbs::AsyncCrumbs(QWidget* parent) : QWidget(parent), m_gap(new QLabel(this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Scheduled by"));
    m_gap->setProperty("role", "muted");
    m_gap->hide();
}

QSize AsyncCrumbs::sizeHint() const
{
    QToolButton probe;
    probe.setText(QStringLiteral("x"));
    return {320, std::max(probe.sizeHint().height(), m_buttons.empty() ? 0 : m_buttons.front()->sizeHint().height())};
}

QSize AsyncCrumbs::minimumSizeHint() const { return {60, sizeHint().height()}; }

QToolButton* AsyncCrumbs::button(std::size_t i)
{
    while (m_buttons.size() <= i) {
        auto* made = new QToolButton(this);
        made->setAutoRaise(true);
        const std::size_t at = m_buttons.size();
        connect(made, &QToolButton::clicked, this, [this, at] {
            if (at < m_way.size()) emit chosen(m_way[at].run);
        });
        auto* sign = new QLabel(QStringLiteral("›"), this);
        sign->setProperty("role", "muted");
        m_buttons.push_back(made);
        m_signs.push_back(sign);
    }
    return m_buttons[i];
}

void AsyncCrumbs::setWay(std::vector<Crumb> way)
{
    if (way == m_way && !m_buttons.empty()) return;
    m_way = std::move(way);
    for (std::size_t i = 0; i < m_way.size(); ++i) {
        QToolButton* b = button(i);
        QFont font = b->font();
        font.setBold(m_way[i].isRoot);
        b->setFont(font);
        b->setToolTip(m_way[i].tip);
        b->setAccessibleName(m_way[i].isRoot ? tr("%1, the root of the tree").arg(m_way[i].text) : m_way[i].text);
    }
    arrange();
}

/// The first and as many of the last as there is room for; the last one is cut if even that is too much.
void AsyncCrumbs::arrange()
{
    constexpr int kWidest = 200;
    const std::size_t count = m_way.size();
    std::vector<int> widths(count);
    const int sign = m_signs.empty() ? 0 : m_signs.front()->sizeHint().width() + 4;
    for (std::size_t i = 0; i < count; ++i) {
        m_buttons[i]->setText(m_buttons[i]->fontMetrics().elidedText(m_way[i].text, Qt::ElideRight, kWidest));
        widths[i] = m_buttons[i]->sizeHint().width() + (i > 0 ? sign : 0);
    }
    std::size_t from = 1; // shown from here on, after the first
    const auto wanted = [&] {
        int sum = count ? widths[0] : 0;
        for (std::size_t i = from; i < count; ++i) sum += widths[i];
        return sum + (from > 1 ? sign + m_gap->sizeHint().width() : 0);
    };
    while (from + 1 < count && wanted() > width()) m_gap->setText(tr("… %1 more").arg(++from - 1));
    const bool leavesOutFirst = count > 1 && wanted() > width();

    int x = 0;
    const auto place = [&](QWidget* widget, int w) {
        widget->setGeometry(x, 0, std::max(0, std::min(w, width() - x)), height());
        widget->show();
        x += w;
    };
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        const bool isShown = i < count && (i == 0 ? !leavesOutFirst : i >= from);
        m_buttons[i]->setVisible(isShown);
        m_signs[i]->setVisible(isShown && i > 0);
        if (i == from && from > 1 && i < count && !leavesOutFirst) {
            place(m_gap, m_gap->sizeHint().width() + sign);
        }
        if (!isShown) continue;
        if (i > 0 && x > 0) place(m_signs[i], sign);
        else m_signs[i]->hide();
        const int room = width() - x;
        if (m_buttons[i]->sizeHint().width() > room) {
            const int frame = m_buttons[i]->sizeHint().width() - m_buttons[i]->fontMetrics().horizontalAdvance(m_buttons[i]->text());
            m_buttons[i]->setText(m_buttons[i]->fontMetrics().elidedText(m_way[i].text, Qt::ElideRight, std::max(0, room - frame)));
        }
        place(m_buttons[i], m_buttons[i]->sizeHint().width());
    }
    m_gap->setVisible(from > 1 && !leavesOutFirst);
}

void AsyncCrumbs::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void AsyncCrumbs::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) arrange();
}

} // namespace loopscope
