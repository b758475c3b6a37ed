#pragma once

#include "visualizer/model/TraceView.h"

#include <QPixmap>
#include <QTimer>
#include <QWidget>

namespace loopscope {

class ThemeManager;

/// The whole recording in one low strip, with a frame around what the lanes show. The frame is dragged by its middle or
/// its edges; a click elsewhere brings it there.
///
/// Thread: the GUI's. Lifetime: view and themes must outlive it.
class OverviewStrip : public QWidget
{
    Q_OBJECT
public:
    OverviewStrip(TraceView& view, const ThemeManager& themes, QWidget* parent = nullptr);

    /// Pixels left free at the left, so that it stands under the lanes.
    void setLeftMargin(int pixels);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;

private:
    enum class Grip : std::uint8_t { None, Middle, From, To };
    QRectF strip() const;
    QRectF frame() const;
    Grip gripAt(double x) const;
    void forgetLayer();
    void grow();
    void drawLayer();

    TraceView& m_view;
    const ThemeManager& m_themes;
    QPixmap m_layer; ///< of m_drawn, all but what moves
    TimeRange m_drawn;
    QTimer m_soon; ///< more happened since it was drawn ///< what depends on the recording only
    int m_leftMargin = 0;
    Grip m_grip = Grip::None;
    double m_gripOffset = 0; ///< ns from the frame's beginning to the pointer
};

} // namespace loopscope
