#pragma once

#include "visualizer/charts/ChartData.h"

#include <QWidget>

namespace loopscope {

class ThemeManager;

/// A strip's name and unit, its values at the cursor, and the figures of a range: in one row if there is room, else in two.
///
/// Thread: the GUI's. Lifetime: themes must outlive it.
class StripHeading : public QWidget
{
    Q_OBJECT
public:
    StripHeading(StripKind kind, const ThemeManager& themes, QWidget* parent = nullptr);

    void setTexts(const QList<ChartValue>& values, const QString& figures);
    /// "Loop delay (ms): delay 1.20 ms. p50 ..": all of it, for tests and for those who do not see it.
    QString text() const;
    /// It has the height that its texts need at this width.
    void fit(int width);
    QSize sizeHint() const override { return {200, height()}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    /// A piece of the heading, and how much room it has; values keep theirs while their digits change.
    struct Piece {
        enum class What : std::uint8_t { Name, Unit, Value, Figures } what;
        int value = 0; ///< index of the value
        QRectF box;
    };
    QList<Piece> pieces(int width) const;
    double widthOf(Piece::What what, int value) const;
    double swatch() const;
    double rowHeight() const;
    void drawValue(QPainter& painter, const ChartValue& value, QRectF box) const;

    const StripKind m_kind;
    const ThemeManager& m_themes;
    QList<ChartValue> m_values;
    QString m_figures;
};

} // namespace loopscope
