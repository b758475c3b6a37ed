#include "visualizer/timeline/OverviewStrip.h"

#include "visualizer/model/Bookmarks.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceSearch.h"
#include "visualizer/theme/Contrast.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/timeline/BarLook.h"
#include "visualizer/timeline/RulerMarks.h"
#include "visualizer/timeline/TimeAxis.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace loopscope {

namespace {
constexpr int kSoon = 100;   ///< ms in which the picture of a growing run may lack the newest
constexpr double kEdge = 5; ///< pixels around the frame's edges in which they are gripped
} // namespace

OverviewStrip::OverviewStrip(TraceView& view, const ThemeManager& themes, QWidget* parent) : QWidget(parent), m_view(view), m_themes(themes)
{
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Overview"));
    setAccessibleDescription(tr("The whole recording; the frame is the part that the timeline shows"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&view, &TraceView::recordingChanged, this, &OverviewStrip::forgetLayer);
    connect(&view, &TraceView::grew, this, &OverviewStrip::grow);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &OverviewStrip::forgetLayer);
    connect(&themes, &ThemeManager::changed, this, [this] {
        updateGeometry();
        forgetLayer();
    });
    connect(&view, &TraceView::visibleChanged, this, qOverload<>(&QWidget::update));
    connect(&view, &TraceView::cursorChanged, this, qOverload<>(&QWidget::update));
    connect(&view, &TraceView::selectionChanged, this, qOverload<>(&QWidget::update));
    connect(&view.search(), &TraceSearch::changed, this, qOverload<>(&QWidget::update));
    connect(&view.bookmarks(), &Bookmarks::changed, this, qOverload<>(&QWidget::update));
}

QSize OverviewStrip::sizeHint() const { return {200, m_themes.theme().space(Space::XL)}; }

void OverviewStrip::setLeftMargin(int pixels)
{
    if (pixels == m_leftMargin) return;
    m_leftMargin = pixels;
    forgetLayer();
}

void OverviewStrip::forgetLayer()
{
    m_layer = {};
    m_soon.stop();
    update();
}

// Of a run that goes on, what was drawn stays true where it is in time; the frame and the cursor move above it.
void OverviewStrip::grow()
{
    if (m_layer.isNull() || !m_view.recording() || m_view.recording()->isComplete()) return forgetLayer();
    if (!m_soon.isActive()) m_soon.start();
    update();
}

void OverviewStrip::resizeEvent(QResizeEvent*) { m_layer = {}; }

QRectF OverviewStrip::strip() const { return QRectF(rect()).adjusted(m_leftMargin, 0, 0, 0); }

QRectF OverviewStrip::frame() const
{
    const TimeAxis axis(m_view.whole(), strip().left(), strip().width());
    const double left = axis.x(m_view.visible().from), right = std::max(axis.x(m_view.visible().to), left + 4);
    return {left, 0.0, right - left, static_cast<double>(height())};
}

void OverviewStrip::drawLayer()
{
    const Theme& theme = m_themes.theme();
    m_layer = QPixmap(size() * devicePixelRatioF());
    m_layer.setDevicePixelRatio(devicePixelRatioF());
    m_layer.fill(theme.window);
    if (!m_view.model()) return;
    m_drawn = m_view.whole();
    QPainter painter(&m_layer);
    const TimeAxis axis(m_drawn, strip().left(), strip().width());
    const BarLooks looks(*m_view.model());
    const double height = this->height();
    const auto draw = [&](TrackKind kind, std::uint16_t depth, double top, double bottom, double least) {
        const TrackKey key{0, kind, depth};
        const Track* track = m_view.model()->spans().track(key);
        if (!track) return;
        for (const Bar& bar : barsOf(*track, axis, m_drawn.to)) {
            const BarLook look = looks.look(key, *track, bar);
            if (look.tone == BarLook::Tone::Quiet) continue;
            const double amount = least + (1 - least) * look.strength;
            painter.fillRect(QRectF(std::floor(bar.left), height * top, std::max(std::round(bar.width), 1.0), height * (bottom - top)),
                             mixed(theme.window, theme.hue(look.hue), amount));
        }
    };
    draw(TrackKind::Phases, 0, 0.14, 0.24, 0.15);
    // Nested callbacks lie over those of Node that called them.
    for (std::uint16_t depth = 0; depth < 3; ++depth) draw(TrackKind::Callbacks, depth, 0.30, 0.58, 0.5);
    draw(TrackKind::Drains, 0, 0.60, 0.88, 0.5);
}

void OverviewStrip::paintEvent(QPaintEvent*)
{
    if (m_layer.isNull()) drawLayer();
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    if (!m_view.recording()) return painter.drawPixmap(0, 0, m_layer);
    const TimeAxis axis(m_view.whole(), strip().left(), strip().width());
    if (m_drawn == m_view.whole()) {
        painter.drawPixmap(0, 0, m_layer);
    } else {
        painter.fillRect(rect(), theme.window);
        const QRectF from = strip();
        const double ratio = m_layer.devicePixelRatio(), left = axis.x(m_drawn.from);
        painter.drawPixmap(QRectF(left, 0, axis.x(m_drawn.to) - left, height()), m_layer, QRectF(from.topLeft() * ratio, from.size() * ratio));
    }
    const QRectF window = frame();
    QColor shade = theme.window;
    shade.setAlphaF(0.6f);
    painter.fillRect(QRectF(strip().left(), 0, window.left() - strip().left(), height()), shade);
    painter.fillRect(QRectF(window.right(), 0, strip().right() - window.right(), height()), shade);
    if (const auto& selection = m_view.selection()) {
        QColor band = theme.accent;
        band.setAlphaF(0.25f);
        painter.fillRect(QRectF(QPointF(axis.x(selection->from), 0), QPointF(axis.x(selection->to), height())), band);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.borderStrong, 1));
    painter.drawRoundedRect(window.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const double x : marksOf(m_view.search().hits(), *m_view.recording(), axis)) painter.fillRect(QRectF(x, 1, 2, 4), theme.ok);
    for (const Bookmark& bookmark : m_view.bookmarks().all()) painter.fillRect(QRectF(std::floor(axis.x(bookmark.time)), 1, 2, height() - 2), theme.warning);
    painter.fillRect(QRectF(std::floor(axis.x(m_view.cursorTime())), 0, 2, height()), theme.accent);
    painter.setPen(theme.border);
    painter.drawLine(0, 0, width(), 0);
}

OverviewStrip::Grip OverviewStrip::gripAt(double x) const
{
    const QRectF window = frame();
    if (std::abs(x - window.left()) <= kEdge && window.width() > 3 * kEdge) return Grip::From;
    if (std::abs(x - window.right()) <= kEdge && window.width() > 3 * kEdge) return Grip::To;
    return Grip::Middle;
}

void OverviewStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_view.recording()) return;
    const double x = event->position().x();
    const TimeAxis axis(m_view.whole(), strip().left(), strip().width());
    m_grip = gripAt(x);
    const QRectF window = frame();
    if (m_grip == Grip::Middle && (x < window.left() || x > window.right())) {
        const std::uint64_t half = m_view.visible().length() / 2, time = axis.time(x);
        m_view.setVisible({time - std::min(time, half), time - std::min(time, half) + m_view.visible().length()});
    }
    m_gripOffset = static_cast<double>(axis.time(x)) - static_cast<double>(m_view.visible().from);
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event)
{
    const double x = event->position().x();
    if (m_grip == Grip::None) {
        setCursor(gripAt(x) == Grip::Middle ? Qt::ArrowCursor : Qt::SizeHorCursor);
        return;
    }
    const std::uint64_t time = TimeAxis(m_view.whole(), strip().left(), strip().width()).time(x);
    const TimeRange now = m_view.visible();
    if (m_grip == Grip::Middle) {
        const auto from = static_cast<std::uint64_t>(std::max(0.0, static_cast<double>(time) - m_gripOffset));
        m_view.setVisible({from, from + now.length()});
    } else if (m_grip == Grip::From && time < now.to) {
        m_view.setVisible({time, now.to});
    } else if (m_grip == Grip::To && time > now.from) {
        m_view.setVisible({now.from, std::min(time, m_view.whole().to)});
    }
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent*) { m_grip = Grip::None; }

} // namespace loopscope
