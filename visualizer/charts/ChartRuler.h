#pragma once

#include "visualizer/charts/PlotWindow.h"

#include <QWidget>

namespace loopscope {

class ThemeManager;

/// The axis of time below all strips.
///
/// Thread: the GUI's. Lifetime: themes must outlive it.
class ChartRuler : public QWidget
{
    Q_OBJECT
public:
    explicit ChartRuler(const ThemeManager& themes, QWidget* parent = nullptr);

    void setTime(const PlotWindow& window, std::uint64_t cursor); ///< ns
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QRectF drawCursor(QPainter& painter) const;

    const ThemeManager& m_themes;
    PlotWindow m_window;
    std::uint64_t m_cursor = 0;
};

} // namespace loopscope
