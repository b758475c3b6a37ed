#pragma once

#include "visualizer/stage/StageScene.h"
#include "visualizer/theme/Theme.h"

class QPainter;

namespace loopscope {

/// Draws a scene: chooses colours and fonts, decides nothing else. Thread: the GUI's. Lifetime: one painting.
class StagePainter
{
public:
    /// `highlighted`: the operation lit in all panels, 0 for none. `focused`: index of the item with the keyboard, or -1.
    StagePainter(QPainter& painter, const Theme& theme, std::uint64_t highlighted, int focused);

    void draw(const StageScene& scene);

private:
    void drawItem(const StageItem& item, bool focused);
    void drawCard(const StageItem& item);
    void drawText(const StageItem& item);
    void drawChip(const StageItem& item, bool focused);
    void drawMark(const StageItem& item, bool focused);
    void drawArc(const StageItem& item);
    void drawPointer(const StageItem& item);
    void drawArrow(const StageItem& item);
    void drawSlot(const StageItem& item);
    void drawFocus(QRectF rect, double radius);
    void drawLabels(const StageItem& item, QRectF rect, const QColor& ink, const QColor& quiet);

    bool isHighlighted(const StageItem& item) const { return item.id != 0 && item.id == m_highlighted && item.area != StageArea::Loops; }
    QColor inkOf(const StageItem& item) const;
    double px(double pixels) const { return m_theme.space(pixels); }

    QPainter& m_painter;
    const Theme& m_theme;
    std::uint64_t m_highlighted;
    int m_focused;
};

} // namespace loopscope
