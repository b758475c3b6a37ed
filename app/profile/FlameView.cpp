#include "app/profile/FlameView.h"

#include "visualizer/theme/ThemeManager.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace loopscope {

namespace {

constexpr std::int64_t kLeastRange = 10; // ns or bytes
constexpr double kDragPixels = 4;

} // namespace

struct FlameView::Paint {
    QPainter painter;
    QFontMetricsF metrics;
    const Theme& theme;
    double top = 0, height = 0;
};

FlameView::FlameView(const ThemeManager& themes, QWidget* parent) : QAbstractScrollArea(parent), m_themes(themes)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Flame chart"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumSize(120, 60);
    connect(&themes, &ThemeManager::changed, this, &FlameView::layOut);
}

void FlameView::show(std::shared_ptr<const ProfileFile> file)
{
    if (file == m_file) return;
    m_file = std::move(file);
    m_current.reset();
    m_range = {0, m_file ? std::max(kLeastRange, m_file->length) : kLeastRange};
    setFilter(m_filter);
    layOut();
    verticalScrollBar()->setValue(0);
}

void FlameView::setRange(profile::Stretch range)
{
    if (range.to - range.from < kLeastRange) range.to = range.from + kLeastRange;
    if (range == m_range) return;
    m_range = range;
    viewport()->update();
}

void FlameView::setFilter(const QString& filter)
{
    m_filter = filter;
    m_isLit.clear();
    if (m_file && !filter.isEmpty())
        for (const profile::Function& function : m_file->profile->functions) m_isLit.push_back(function.name.contains(filter, Qt::CaseInsensitive) || function.url.contains(filter, Qt::CaseInsensitive));
    viewport()->update();
}

void FlameView::setInternals(bool shown)
{
    m_hasInternals = shown;
    m_current.reset();
    layOut();
}

double FlameView::rowHeight() const { return std::round(m_themes.theme().pixelSize(TextSize::Small) + m_themes.theme().space(6.0)); }

void FlameView::layOut()
{
    const double all = m_file ? rowHeight() * static_cast<double>(rows().size()) + m_themes.theme().space(Space::S) : 0;
    verticalScrollBar()->setSingleStep(qRound(rowHeight()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, qCeil(all) - viewport()->height()));
    viewport()->update();
}

double FlameView::x(std::int64_t position) const
{
    return static_cast<double>(position - m_range.from) * viewport()->width() / static_cast<double>(m_range.to - m_range.from);
}

std::int64_t FlameView::position(double x) const
{
    return m_range.from + std::llround(x * static_cast<double>(m_range.to - m_range.from) / std::max(1, viewport()->width()));
}

QColor FlameView::ground(const profile::Function& function) const
{
    const Theme& theme = m_themes.theme();
    if (function.name == QLatin1String("(garbage collector)")) return theme.tint(Hue::Gc);
    if (function.isV8s() || function.isNodes()) return theme.raised;
    // Neighbours are told apart by three strengths of the colour that functions have in source text.
    return theme.tint(theme.code.function, 0.24 + 0.09 * static_cast<double>(qHash(function) % 3));
}

void FlameView::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_themes.theme();
    const QFont font = theme.codeFont(TextSize::Small);
    Paint paint{QPainter(viewport()), QFontMetricsF(font), theme};
    paint.painter.setFont(font);
    paint.painter.fillRect(viewport()->rect(), theme.panel);
    if (!m_file) return;
    paint.height = rowHeight();
    const double scrolled = verticalScrollBar()->value();
    if (m_selection) paint.painter.fillRect(QRectF(QPointF(x(m_selection->from), 0), QPointF(x(m_selection->to), viewport()->height())), theme.tint(theme.accent, 0.16));
    for (std::size_t row = 0; row < rows().size(); ++row) {
        paint.top = static_cast<double>(row) * paint.height - scrolled + theme.space(Space::XS);
        if (paint.top + paint.height < 0) continue;
        if (paint.top > viewport()->height()) break;
        paintRow(paint, row);
    }
    if (m_cursor && *m_cursor >= m_range.from && *m_cursor <= m_range.to) {
        paint.painter.setPen(QPen(theme.accent, theme.lineWidth()));
        paint.painter.drawLine(QPointF(x(*m_cursor), 0), QPointF(x(*m_cursor), viewport()->height()));
    }
    if (m_current) {
        const QRectF rect(x(box(*m_current).from), static_cast<double>(m_current->row) * paint.height - scrolled + theme.space(Space::XS), std::max(3.0, x(box(*m_current).to) - x(box(*m_current).from)), paint.height);
        paint.painter.setPen(QPen(hasFocus() ? theme.focus : theme.borderStrong, 2));
        paint.painter.drawRect(rect.intersected(QRectF(viewport()->rect())).adjusted(1, 1, -1, -1));
    }
}

// What is narrower than a pixel is drawn as one, together with all that falls on it.
void FlameView::paintRow(Paint& paint, std::size_t row) const
{
    const auto& boxes = rows()[row];
    auto one = std::ranges::upper_bound(boxes, m_range.from, {}, &profile::FlameBox::to);
    while (one != boxes.end() && one->from < m_range.to) {
        const profile::Function& function = m_file->profile->functionOf(one->node);
        const double left = std::max(-2.0, x(one->from)), right = std::min(viewport()->width() + 2.0, x(one->to));
        const bool isDimmed = !m_isLit.empty() && !m_isLit[m_file->profile->nodes[one->node].function];
        const QRectF rect(left, paint.top, std::max(1.0, right - left), paint.height - 1);
        paint.painter.fillRect(rect.width() > 3 ? rect.adjusted(0, 0, -1, 0) : rect, isDimmed ? paint.theme.tint(paint.theme.textMuted, 0.1) : ground(function));
        if (paint.theme.id == ThemeId::Contrast && rect.width() > 3) {
            paint.painter.setPen(QPen(paint.theme.border, 1));
            paint.painter.drawRect(rect.adjusted(0.5, 0.5, -1.5, -0.5));
        }
        const double from = std::max(0.0, left) + 4, room = std::min<double>(right, viewport()->width()) - from - 4;
        if (room > paint.metrics.averageCharWidth() * 3) {
            paint.painter.setPen(isDimmed || function.isV8s() || function.isNodes() ? paint.theme.textMuted : paint.theme.text);
            paint.painter.drawText(QRectF(from, paint.top, room, paint.height - 1), Qt::AlignVCenter, paint.metrics.elidedText(function.name, Qt::ElideRight, room));
        }
        if (right - left >= 1) ++one;
        else one = std::ranges::upper_bound(one + 1, boxes.end(), position(std::floor(left) + 1), {}, &profile::FlameBox::to);
    }
}

void FlameView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

std::optional<FlameView::Place> FlameView::placeAt(QPointF point) const
{
    if (!m_file) return {};
    const double row = (point.y() + verticalScrollBar()->value() - m_themes.theme().space(Space::XS)) / rowHeight();
    if (row < 0 || row >= static_cast<double>(rows().size())) return {};
    const auto& boxes = rows()[static_cast<std::size_t>(row)];
    const auto one = std::ranges::upper_bound(boxes, position(point.x()), {}, &profile::FlameBox::to);
    if (one == boxes.end() || x(one->from) > point.x() + 1) return {};
    return Place{static_cast<std::size_t>(row), static_cast<std::size_t>(one - boxes.begin())};
}

QString FlameView::text(const Place& place) const
{
    const profile::FlameBox& one = box(place);
    const profile::Function& function = m_file->profile->functionOf(one.node);
    const QString where = ProfileFile::placeText(function), cost = m_file->costText(one.to - one.from);
    return where.isEmpty() ? tr("%1: %2").arg(function.name, cost) : tr("%1 (%2): %3").arg(function.name, where, cost);
}

QString FlameView::currentText() const
{
    if (!m_file) return {};
    if (m_current) return m_file->isCpu() ? tr("%1, from %2 on").arg(text(*m_current), m_file->costText(box(*m_current).from)) : text(*m_current);
    return tr("Double click: alone. Ctrl+click: source.");
}

const profile::Function* FlameView::currentFunction() const { return m_current ? &m_file->profile->functionOf(box(*m_current).node) : nullptr; }

void FlameView::choose(std::optional<Place> place)
{
    m_current = place;
    setAccessibleDescription(currentText());
    if (m_current) {
        const int top = qRound(static_cast<double>(m_current->row) * rowHeight());
        QScrollBar* bar = verticalScrollBar();
        if (top < bar->value()) bar->setValue(top);
        else if (top + rowHeight() * 1.5 > bar->value() + viewport()->height()) bar->setValue(qRound(top + rowHeight() * 1.5) - viewport()->height());
    }
    viewport()->update();
    emit chosen();
}

void FlameView::zoom(double x, double factor)
{
    const auto length = std::max<double>(kLeastRange, static_cast<double>(m_range.to - m_range.from) * factor);
    const std::int64_t from = position(x) - std::llround(x / std::max(1, viewport()->width()) * length);
    emit rangeWanted({from, from + std::llround(length)});
}

void FlameView::showBox()
{
    if (m_current) emit rangeWanted({box(*m_current).from, box(*m_current).to});
}

void FlameView::showAll()
{
    if (m_file) emit rangeWanted({0, std::max(kLeastRange, m_file->length)});
}

void FlameView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return;
    m_pressed = m_dragged = event->position();
}

void FlameView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_dragged) return;
    const QPointF way = event->position() - *m_pressed;
    if (std::hypot(way.x(), way.y()) < kDragPixels && m_dragged == m_pressed) return;
    const std::int64_t by = position(m_dragged->x()) - position(event->position().x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - qRound(event->position().y() - m_dragged->y()));
    m_dragged = event->position();
    emit rangeWanted({m_range.from + by, m_range.to + by});
}

void FlameView::mouseReleaseEvent(QMouseEvent* event)
{
    const bool isClick = m_pressed && m_dragged == m_pressed;
    m_pressed.reset();
    m_dragged.reset();
    if (!isClick) return;
    choose(placeAt(event->position()));
    if (m_file && m_file->isCpu()) emit momentWanted(position(event->position().x()));
    if (m_current && event->modifiers().testFlag(Qt::ControlModifier)) emit placeWanted();
}

void FlameView::mouseDoubleClickEvent(QMouseEvent* event)
{
    choose(placeAt(event->position()));
    showBox();
}

void FlameView::wheelEvent(QWheelEvent* event)
{
    const QPoint turned = event->angleDelta();
    if (event->modifiers().testFlag(Qt::AltModifier)) return QAbstractScrollArea::wheelEvent(event);
    if (event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(turned.x()) > std::abs(turned.y())) {
        const std::int64_t by = position((turned.x() != 0 ? turned.x() : turned.y()) * -0.5) - m_range.from;
        emit rangeWanted({m_range.from + by, m_range.to + by});
    } else {
        zoom(event->position().x(), std::pow(0.998, turned.y()));
    }
    event->accept();
}

void FlameView::step(int along, int down)
{
    if (!m_file || rows().empty()) return;
    if (!m_current) {
        const auto first = std::ranges::upper_bound(rows().front(), m_range.from, {}, &profile::FlameBox::to);
        if (first != rows().front().end()) choose(Place{0, static_cast<std::size_t>(first - rows().front().begin())});
        return;
    }
    const auto row = static_cast<std::int64_t>(m_current->row) + down, next = static_cast<std::int64_t>(m_current->box) + along;
    if (row < 0 || row >= static_cast<std::int64_t>(rows().size())) return;
    const auto& boxes = rows()[static_cast<std::size_t>(row)];
    if (down == 0) {
        if (next >= 0 && next < static_cast<std::int64_t>(boxes.size())) choose(Place{m_current->row, static_cast<std::size_t>(next)});
    } else {
        // The caller's own box, or the first that it called.
        const auto one = std::ranges::upper_bound(boxes, box(*m_current).from, {}, &profile::FlameBox::to);
        if (one != boxes.end() && one->from < box(*m_current).to) choose(Place{static_cast<std::size_t>(row), static_cast<std::size_t>(one - boxes.begin())});
    }
    if (const profile::FlameBox& now = box(*m_current); now.to <= m_range.from || now.from >= m_range.to) {
        const std::int64_t from = (now.from + now.to) / 2 - (m_range.to - m_range.from) / 2;
        emit rangeWanted({from, from + (m_range.to - m_range.from)});
    }
}

void FlameView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left: return step(-1, 0);
    case Qt::Key_Right: return step(1, 0);
    case Qt::Key_Up: return step(0, -1);
    case Qt::Key_Down: return step(0, 1);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoom(viewport()->width() / 2.0, 0.5);
    case Qt::Key_Minus: return zoom(viewport()->width() / 2.0, 2);
    case Qt::Key_Return:
    case Qt::Key_Enter: return showBox();
    case Qt::Key_Backspace: return showAll();
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

bool FlameView::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto place = placeAt(help->pos());
    if (place) QToolTip::showText(help->globalPos(), text(*place), this);
    else QToolTip::hideText();
    return true;
}

} // namespace loopscope
