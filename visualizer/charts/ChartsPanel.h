#pragma once

#include "visualizer/charts/PlotWindow.h"
#include "visualizer/charts/StripKind.h"

#include <QTimer>
#include <QWidget>

#include <array>
#include <optional>

class QLabel;
class QMenu;
class QScrollArea;
class QStackedLayout;
class QToolButton;

namespace loopscope {

class ChartData;
class ChartRuler;
class ChartStrip;
class LoopChoice;
class ThemeManager;
class TraceView;

/// Figures over time, strip above strip, on the axis of time that all panels share: loop delay, utilisation, memory, callbacks,
/// handles, thread pool.
///
/// Pointer: a click puts the cursor, dragging selects, the wheel zooms at the pointer, with Shift or sideways it pans, a double
/// click shows all. Keys: Left and Right pan, + and - zoom, 0 shows all, Up and Down go between strips, Esc clears the selection.
/// While it is hidden it costs nothing; else it looks at most once a frame, and what that costs follows its pixels.
///
/// Thread: the GUI's. Lifetime: view and themes must outlive it.
class ChartsPanel : public QWidget
{
    Q_OBJECT
public:
    ChartsPanel(TraceView& view, const ThemeManager& themes, QWidget* parent = nullptr);

    ChartStrip& strip(StripKind kind) const { return *m_strips[static_cast<std::size_t>(kind)]; }
    bool isShown(StripKind kind) const;
    void setShown(StripKind kind, bool shown);
    LoopChoice& loops() const { return *m_loops; }
    QMenu& menu() const { return *m_menu; }
    QString legendText() const; ///< of what moment and stretch the headings tell
    QString emptyText() const;  ///< "" while there are strips
    /// What the tooltip says of a moment; plain lines.
    QString tipText(StripKind kind, std::uint64_t time) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildBar(class QBoxLayout* bar);
    void buildStrips();
    void listen();
    void lookSoon();
    void look();
    void lookAtStrips();
    void showLegend();
    void takeRecording();
    void showPointer(std::optional<double> x);
    void showTip(StripKind kind, QPoint globalPosition, double x);
    void step(int by);
    void dress();
    PlotWindow window() const;
    TimeRange figuresRange() const;
    ChartData data() const;

    TraceView& m_view;
    const ThemeManager& m_themes;
    LoopChoice* m_loops;
    QLabel* m_legend;
    QToolButton* m_charts;
    QMenu* m_menu;
    QScrollArea* m_scroll;
    std::array<ChartStrip*, kStripCount> m_strips{};
    ChartRuler* m_ruler;
    QWidget* m_body;
    QLabel* m_empty;
    QStackedLayout* m_stack;
    QTimer m_soon; // several wishes may come within a frame
    std::optional<double> m_pointer; // pixels of the plot
};

} // namespace loopscope
