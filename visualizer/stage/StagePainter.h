#pragma once

#include "visualizer/stage/StageScene.h"
#include "visualizer/theme/Theme.h"

#include <vector>

class QPainter;

namespace loopscope {

/// Draws a scene: chooses colours and fonts, decides nothing else. Thread: the GUI's. Lifetime: one painting.
class StagePainter
{
public:
    struct Lights {
        std::uint64_t highlighted = 0;      ///< the operation lit in all panels, 0 for none
        std::vector<std::uint64_t> lineage; ///< who scheduled it, who scheduled that one, ..
        int focused = -1;                   ///< index of the item with the keyboard
    };
    StagePainter(QPainter& painter, const Theme& theme, Lights lights);

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

    bool isHighlighted(const StageItem& item) const { return item.id != 0 && item.id == m_lights.highlighted && item.area != StageArea::Loops; }
    bool isAncestor(const StageItem& item) const;
    QColor inkOf(const StageItem& item) const;
    double px(double pixels) const { return m_theme.space(pixels); }

    QPainter& m_painter;
    const Theme& m_theme;
    Lights m_lights;
};

} // namespace loopscope
