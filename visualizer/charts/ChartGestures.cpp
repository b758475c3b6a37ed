#include "visualizer/charts/ChartGestures.h"

#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace loopscope {

namespace {
constexpr double kDragStarts = 4; ///< pixels
}

void ChartGestures::press(const PlotWindow& window, QPointF position)
{
    m_selects = false;
    m_pressedAt.reset();
    const bool isInPlot = position.x() >= -kDragStarts && position.x() <= window.width + kDragStarts;
    if (m_view.recording() && isInPlot) m_pressedAt = position;
}

void ChartGestures::move(const PlotWindow& window, QPointF position)
{
    if (!m_pressedAt) return;
    if (std::abs(position.x() - m_pressedAt->x()) >= kDragStarts) m_selects = true;
    if (!m_selects) return;
    const std::uint64_t a = window.time(m_pressedAt->x()), b = window.time(position.x());
    m_view.setSelection(TimeRange{std::min(a, b), std::max(a, b)});
}

void ChartGestures::release(const PlotWindow& window, QPointF position)
{
    const bool pressed = m_pressedAt.has_value(), selected = std::exchange(m_selects, false);
    m_pressedAt.reset();
    if (!pressed || selected) return;
    m_view.setCursorTime(window.time(position.x()));
    clearSelection();
}

void ChartGestures::wheel(const PlotWindow& window, const QWheelEvent& event, double x)
{
    if (!m_view.recording()) return;
    const QPoint delta = event.angleDelta();
    const bool sideways = std::abs(delta.x()) > std::abs(delta.y());
    if (sideways || (event.modifiers() & Qt::ShiftModifier))
        m_view.setVisible(window.panned(-(sideways ? delta.x() : delta.y())));
    else
        m_view.setVisible(window.zoomed(x, std::pow(0.8, delta.y() / 120.0)));
}

void ChartGestures::showAll() { m_view.setVisible(m_view.whole()); }

void ChartGestures::pan(double share)
{
    if (m_view.recording()) m_view.setVisible(PlotWindow{m_view.visible(), 1}.panned(share));
}

void ChartGestures::zoom(double factor)
{
    if (!m_view.recording()) return;
    const PlotWindow window{m_view.visible(), 1};
    const double cursor = window.x(m_view.cursorTime());
    m_view.setVisible(window.zoomed(cursor >= 0 && cursor <= 1 ? cursor : 0.5, factor));
}

void ChartGestures::clearSelection() { m_view.setSelection(std::nullopt); }

} // namespace loopscope
