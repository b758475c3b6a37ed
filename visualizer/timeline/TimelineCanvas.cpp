#include "visualizer/timeline/TimelineCanvas.h"

#include "visualizer/model/Bookmarks.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceSearch.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/timeline/DelayLane.h"
#include "visualizer/timeline/RulerMarks.h"
#include "visualizer/timeline/SpanTip.h"
#include "visualizer/timeline/TimelinePainter.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace loopscope {

namespace {
constexpr double kDragStarts = 4; ///< pixels
constexpr double kReach = 2;      ///< pixels beside a narrow bar that still mean it
constexpr int kLater = 250;       ///< ms after which what is told later of what is in view, such as a name, is shown
} // namespace

TimelineCanvas::TimelineCanvas(TraceView& view, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_view(view), m_themes(themes), m_scrollBar(new QScrollBar(Qt::Vertical, this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Timeline"));
    m_scrollBar->setAccessibleName(tr("Lanes"));
    m_later.setSingleShot(true);
    m_later.setInterval(kLater);
    connect(&m_later, &QTimer::timeout, this, &TimelineCanvas::forgetLayer);
    connect(m_scrollBar, &QScrollBar::valueChanged, this, &TimelineCanvas::forgetLayer);
    connect(&view, &TraceView::recordingChanged, this, &TimelineCanvas::refresh);
    connect(&view, &TraceView::grew, this, &TimelineCanvas::grow);
    connect(&view, &TraceView::visibleChanged, this, &TimelineCanvas::forgetLayer);
    connect(&view, &TraceView::highlightedChanged, this, &TimelineCanvas::forgetLayer);
    connect(&view, &TraceView::selectionChanged, this, qOverload<>(&QWidget::update));
    connect(&view.search(), &TraceSearch::changed, this, qOverload<>(&QWidget::update));
    connect(&view.bookmarks(), &Bookmarks::changed, this, qOverload<>(&QWidget::update));
    connect(&view, &TraceView::cursorChanged, this, [this] {
        keepCursorInView();
        describe();
        update();
    });
    connect(&themes, &ThemeManager::changed, this, &TimelineCanvas::refresh);
    refresh();
}

QSize TimelineCanvas::sizeHint() const { return {900, m_themes.theme().space(Space::M) * 15}; }

QSize TimelineCanvas::minimumSizeHint() const { return {m_namesWidth + 120, static_cast<int>(rulerHeight()) + m_themes.theme().space(Space::XXL)}; }

double TimelineCanvas::rulerHeight() const { return m_themes.theme().space(22.0); }

std::uint64_t TimelineCanvas::now() const { return m_view.recording() ? m_view.recording()->duration() : 0; }

QRectF TimelineCanvas::lanesArea() const
{
    const double right = m_scrollBar->isHidden() ? width() : width() - m_scrollBar->width();
    return QRectF(QPointF(m_namesWidth, rulerHeight()), QPointF(std::max<double>(right, m_namesWidth + 1), height()));
}

TimeAxis TimelineCanvas::axis() const { return TimeAxis(m_view.visible(), lanesArea().left(), lanesArea().width()); }

void TimelineCanvas::refresh()
{
    m_drag = Drag::None;
    m_pointer.reset();
    rebuildLanes();
    describe();
}

void TimelineCanvas::rebuildLanes()
{
    layOutLanes();
    forgetLayer();
}

// While the user looks at something else than the newest, what happens now changes nothing of the picture.
void TimelineCanvas::grow()
{
    const bool same = !layOutLanes() && m_view.highlighted() == 0 && !m_layer.isNull() && seen() == m_seen;
    if (!same) forgetLayer();
    else if (!m_later.isActive()) m_later.start();
}

SeenSpans TimelineCanvas::seen() const
{
    // A bar at the edge may fold what begins a few pixels beyond it.
    const std::uint64_t beyond = static_cast<std::uint64_t>(std::ceil(4 * kNarrow * axis().nsPerPixel()));
    return m_view.model() ? SeenSpans::of(*m_view.model(), m_view.visible().to + beyond) : SeenSpans();
}

bool TimelineCanvas::layOutLanes()
{
    std::vector<Lane> lanes;
    if (m_view.model()) lanes = lanesOf(*m_view.model(), m_folded, laneScale());
    const bool areOthers = lanes != m_lanes;
    m_lanes = std::move(lanes);
    const int names = static_cast<int>(TimelinePainter::namesWidth(m_lanes, m_themes.theme()));
    const bool changed = names != m_namesWidth;
    m_namesWidth = names;
    const int room = static_cast<int>(height() - rulerHeight());
    const int surplus = static_cast<int>(std::ceil(heightOf(m_lanes) + m_themes.theme().space(4.0))) - room;
    const int barWidth = m_scrollBar->sizeHint().width();
    m_scrollBar->setVisible(surplus > 0);
    m_scrollBar->setRange(0, std::max(surplus, 0));
    m_scrollBar->setPageStep(std::max(room, 1));
    m_scrollBar->setSingleStep(m_themes.theme().space(Space::L));
    m_scrollBar->setGeometry(width() - barWidth, static_cast<int>(rulerHeight()), barWidth, std::max(room, 0));
    if (changed) emit namesWidthChanged(names);
    return areOthers || changed;
}

void TimelineCanvas::forgetLayer()
{
    m_layer = {};
    m_later.stop();
    update();
}

void TimelineCanvas::resizeEvent(QResizeEvent*) { rebuildLanes(); }

void TimelineCanvas::setFolded(std::uint16_t thread, TrackKind kind, bool folded)
{
    folded ? static_cast<void>(m_folded.insert({thread, kind})) : static_cast<void>(m_folded.erase({thread, kind}));
    rebuildLanes();
}

void TimelineCanvas::zoom(double factor)
{
    const TimeAxis now = axis();
    const double cursor = now.x(m_view.cursorTime());
    const bool inView = cursor >= lanesArea().left() && cursor <= lanesArea().right();
    m_view.setVisible(now.zoomed(inView ? cursor : lanesArea().center().x(), factor));
}

void TimelineCanvas::pan(double share) { m_view.setVisible(axis().panned(share * lanesArea().width())); }

void TimelineCanvas::fitAll() { m_view.setVisible(m_view.whole()); }

void TimelineCanvas::fitSelection()
{
    if (m_view.selection()) m_view.setVisible(*m_view.selection());
}

void TimelineCanvas::scroll(int steps) { m_scrollBar->setValue(m_scrollBar->value() + steps * m_scrollBar->singleStep()); }

double TimelineCanvas::laneScale() const
{
    // Few lanes in a high panel stand broader.
    const double scale = m_themes.theme().scale;
    const double needed = heightOf(lanesOf(*m_view.model(), m_folded, scale));
    const double room = height() - rulerHeight() - m_themes.theme().space(8.0);
    return scale * std::clamp(room / std::max(needed, 1.0), 1.0, 1.3);
}

void TimelineCanvas::keepCursorInView()
{
    if (m_drag != Drag::None || m_view.isFollowing()) return;
    const TimeRange seen = m_view.visible();
    const std::uint64_t time = m_view.cursorTime();
    if (time >= seen.from && time <= seen.to) return;
    const std::uint64_t before = seen.length() / 5;
    const std::uint64_t from = time - std::min(time, before);
    m_view.setVisible({from, from + seen.length()});
}

void TimelineCanvas::describe()
{
    if (!m_view.recording()) return setAccessibleDescription(tr("No recording"));
    setAccessibleDescription(tr("Cursor at %1 of %2").arg(Labels::duration(m_view.cursorTime()), Labels::duration(now())));
}

// Pointer

std::optional<TimelineCanvas::Hit> TimelineCanvas::hitAt(const QPointF& position) const
{
    if (!m_view.model() || !lanesArea().contains(position)) return std::nullopt;
    const auto key = rowAt(m_lanes, position.y() - rulerHeight() + m_scrollBar->value());
    const Track* track = key ? m_view.model()->spans().track(*key) : nullptr;
    if (!track) return std::nullopt;
    const auto bars = barsOf(*track, axis(), now());
    const auto after = std::upper_bound(bars.begin(), bars.end(), position.x() + kReach, [](double x, const Bar& bar) { return x < bar.left; });
    if (after == bars.begin() || position.x() > (after - 1)->left + (after - 1)->width + kReach) return std::nullopt;
    return Hit{*key, track, *(after - 1)};
}

void TimelineCanvas::clickAt(const QPointF& position, Qt::KeyboardModifiers modifiers)
{
    if (!m_view.recording()) return;
    const auto hit = hitAt(position);
    const Track::Span span = hit ? hit->track->at(hit->bar.first) : Track::Span{};
    if (hit && (modifiers & Qt::ControlModifier)) {
        const Record& record = m_view.recording()->at(span.record);
        const bool isCall = record.kind == RecordKind::Call;
        if (isCall || record.kind == RecordKind::Begin) emit siteRequested(record.site(), isCall ? 0 : record.id);
        return;
    }
    // In a narrow bar a pixel says little about time: the user means the beginning of what stands there.
    if (hit && hit->bar.width < 4 * kNarrow)
        m_view.setCursor(span.record + 1);
    else
        m_view.setCursorTime(axis().time(position.x()));
    m_view.setSelection(std::nullopt);
}

bool TimelineCanvas::toggleLaneAt(const QPointF& position)
{
    if (position.x() >= m_namesWidth || position.y() < rulerHeight()) return false;
    const auto key = rowAt(m_lanes, position.y() - rulerHeight() + m_scrollBar->value());
    if (!key) return false;
    const auto lane = std::find_if(m_lanes.begin(), m_lanes.end(), [&](const Lane& l) { return l.thread == key->thread && l.kind == key->kind; });
    if (lane->canFold) setFolded(lane->thread, lane->kind, !lane->isFolded);
    return true;
}

void TimelineCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_view.recording() || toggleLaneAt(event->position())) return;
    m_pressedAt = event->position();
    m_visibleAtPress = m_view.visible();
    m_scrollAtPress = m_scrollBar->value();
    if (event->modifiers() & Qt::ShiftModifier)
        m_drag = Drag::Select;
    else if (event->position().y() < rulerHeight())
        m_drag = Drag::Scrub;
    else
        m_drag = Drag::Pressed;
    if (m_drag == Drag::Scrub) m_view.setCursorTime(axis().time(m_pressedAt.x()));
}

void TimelineCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF position = event->position();
    const TimeAxis timeAxis = axis();
    if (m_drag == Drag::Pressed && (position - m_pressedAt).manhattanLength() >= kDragStarts) {
        m_drag = Drag::Pan;
        setCursor(Qt::ClosedHandCursor);
    }
    switch (m_drag) {
    case Drag::Pan:
        m_view.setVisible(TimeAxis(m_visibleAtPress, timeAxis.left(), timeAxis.width()).panned(m_pressedAt.x() - position.x()));
        m_scrollBar->setValue(m_scrollAtPress + static_cast<int>(m_pressedAt.y() - position.y()));
        break;
    case Drag::Scrub:
        m_view.setCursorTime(timeAxis.time(std::clamp(position.x(), timeAxis.left(), timeAxis.left() + timeAxis.width())));
        break;
    case Drag::Select: {
        const std::uint64_t a = timeAxis.time(m_pressedAt.x()), b = timeAxis.time(position.x());
        m_view.setSelection(TimeRange{std::min({a, b, now()}), std::min(std::max(a, b), now())});
        break;
    }
    case Drag::None:
    case Drag::Pressed: {
        const auto hit = hitAt(position);
        const bool names = m_view.model() && hit && hit->bar.count == 1;
        m_view.setHighlighted(names ? BarLooks(*m_view.model()).look(hit->key, *hit->track, hit->bar).id : 0);
        m_pointer = lanesArea().contains(position) ? std::optional(std::floor(position.x())) : std::nullopt;
        update();
    }
    }
}

void TimelineCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    unsetCursor();
    if (event->button() != Qt::LeftButton) return;
    if (drag == Drag::Pressed) clickAt(event->position(), event->modifiers());
    if (drag == Drag::Select && m_view.selection() && m_view.selection()->length() == 0) m_view.setSelection(std::nullopt);
    update();
}

void TimelineCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto hit = hitAt(event->position());
    if (!hit || event->button() != Qt::LeftButton) return;
    const Track::Span last = hit->track->at(hit->bar.first + hit->bar.count - 1);
    const std::uint64_t from = hit->track->at(hit->bar.first).from;
    const std::uint64_t to = last.to == Track::kOpen ? now() : last.to;
    const std::uint64_t margin = (to - from) / 10;
    m_view.setVisible({from - std::min(from, margin), to + margin});
}

void TimelineCanvas::leaveEvent(QEvent*)
{
    m_pointer.reset();
    m_view.setHighlighted(0);
    update();
}

void TimelineCanvas::wheelEvent(QWheelEvent* event)
{
    event->accept();
    const QPoint delta = event->angleDelta();
    if (event->position().x() < m_namesWidth) {
        m_scrollBar->setValue(m_scrollBar->value() - delta.y() / 2);
        return;
    }
    const bool sideways = std::abs(delta.x()) > std::abs(delta.y());
    if (sideways || (event->modifiers() & Qt::ShiftModifier))
        m_view.setVisible(axis().panned(-(sideways ? delta.x() : delta.y())));
    else
        m_view.setVisible(axis().zoomed(event->position().x(), std::pow(0.8, delta.y() / 120.0)));
}

bool TimelineCanvas::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    showTip(static_cast<QHelpEvent*>(event));
    return true;
}

QString TimelineCanvas::delayTipAt(const QPointF& position) const
{
    if (!m_view.model() || !lanesArea().contains(position)) return {};
    const auto key = rowAt(m_lanes, position.y() - rulerHeight() + m_scrollBar->value());
    return key && key->kind == TrackKind::Delay ? tipForDelay(*m_view.model(), key->thread, axis(), position.x()) : QString();
}

void TimelineCanvas::showTip(QHelpEvent* event)
{
    const QString mark = event->pos().y() < rulerHeight() && m_view.recording() ? tipForRulerMark(m_view, axis(), event->pos().x()) : QString();
    if (!mark.isEmpty())
        QToolTip::showText(event->globalPos(), mark, this);
    else if (const QString delay = delayTipAt(event->pos()); !delay.isEmpty())
        QToolTip::showText(event->globalPos(), delay, this);
    else if (const auto hit = hitAt(event->pos()))
        QToolTip::showText(event->globalPos(), tipFor(*m_view.model(), hit->key, *hit->track, hit->bar, now()), this);
    else
        QToolTip::hideText();
}

} // namespace loopscope
