#pragma once

#include "visualizer/model/TraceView.h"
#include "visualizer/timeline/Bars.h"
#include "visualizer/timeline/Lanes.h"
#include "visualizer/timeline/SeenSpans.h"

#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <optional>

class QHelpEvent;
class QScrollBar;

namespace loopscope {

class ThemeManager;

/// Ruler and lanes: draws the view's visible range and sends wishes.
///
/// Pointer: wheel zooms at the pointer, with Shift pans; dragging pans, on the ruler it scrubs, with Shift it selects;
/// a click puts the cursor, a double click fits the span, Ctrl+click asks for its place in the source.
/// Thread: the GUI's. Lifetime: view and themes must outlive it.
class TimelineCanvas : public QWidget
{
    Q_OBJECT
public:
    TimelineCanvas(TraceView& view, const ThemeManager& themes, QWidget* parent = nullptr);

    /// Width of the column of names, pixels.
    int namesWidth() const { return m_namesWidth; }
    const std::vector<Lane>& lanes() const { return m_lanes; }
    /// Where time is drawn.
    QRectF lanesArea() const;
    TimeAxis axis() const;

    void zoom(double factor);             ///< around the cursor if it is in view, else around the middle
    void pan(double share);               ///< of the visible length
    void fitAll();
    void fitSelection();
    void scroll(int steps);               ///< the lanes, down
    void setFolded(std::uint16_t thread, TrackKind kind, bool folded);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void namesWidthChanged(int pixels);
    /// The user wants to see this place; `id` is the callback, 0 for a function.
    void siteRequested(loopscope::SiteId site, std::uint64_t id);

protected:
    bool event(QEvent*) override;
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void wheelEvent(QWheelEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;
    void mouseDoubleClickEvent(QMouseEvent*) override;
    void leaveEvent(QEvent*) override;

private:
    /// A bar under the pointer.
    struct Hit {
        TrackKey key;
        const Track* track = nullptr;
        Bar bar;
    };
    enum class Drag : std::uint8_t { None, Pressed, Pan, Scrub, Select };

    void refresh();      ///< the recording or the theme is another
    void rebuildLanes(); ///< a lane was folded, or the size is another
    bool layOutLanes();  ///< whether there are others now
    void grow();         ///< more happened
    SeenSpans seen() const;
    void forgetLayer();
    void drawLayer();
    void paintLayer(QPainter& painter);
    /// A text on the ruler that tells of the cursor or the selection.
    struct Pill {
        QRectF rect;
        QString text;
        QColor ground;
    };
    Pill pillAt(double x, const QString& text, const QColor& ground) const;
    std::vector<Pill> pills() const;
    void drawRuler(QPainter&) const;
    void drawCursor(QPainter&) const;
    void drawSelection(QPainter&) const;
    void drawEmpty(QPainter&) const;
    void keepCursorInView();
    std::uint64_t now() const;
    double laneScale() const;
    double rulerHeight() const;
    std::optional<Hit> hitAt(const QPointF& position) const;
    void clickAt(const QPointF& position, Qt::KeyboardModifiers modifiers);
    bool toggleLaneAt(const QPointF& position);
    QString delayTipAt(const QPointF& position) const;
    void showTip(QHelpEvent* event);
    void describe();

    TraceView& m_view;
    const ThemeManager& m_themes;
    QScrollBar* m_scrollBar;
    QPixmap m_layer; ///< all but cursor and selection
    SeenSpans m_seen; ///< what is drawn in it
    QTimer m_later; ///< more happened that is out of view
    std::vector<Lane> m_lanes;
    FoldedLanes m_folded;
    int m_namesWidth = 0;
    Drag m_drag = Drag::None;
    QPointF m_pressedAt;
    TimeRange m_visibleAtPress;
    int m_scrollAtPress = 0;
    std::optional<double> m_pointer; ///< x while over the lanes
};

} // namespace loopscope
