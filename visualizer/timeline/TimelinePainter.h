#pragma once

#include "visualizer/model/TraceModel.h"
#include "visualizer/theme/Theme.h"
#include "visualizer/timeline/BarLook.h"
#include "visualizer/timeline/Lanes.h"

#include <QRectF>

#include <vector>

class QPainter;

namespace loopscope {

/// Draws the lanes and the ruler of one range of time. Holds nothing beyond one drawing.
/// Thread: the GUI's. All references must outlive it.
class TimelinePainter
{
public:
    struct Scene {
        const Theme& theme;
        TraceModel& model;
        const std::vector<Lane>& lanes;
        const TimeAxis& axis;
        std::uint64_t now = 0;         ///< where open spans end, ns
        std::uint64_t highlighted = 0; ///< id
        double scroll = 0;             ///< of the lanes, pixels
    };
    TimelinePainter(QPainter& painter, const Scene& scene);

    void drawLanes(const QRectF& area);
    /// Names of lanes, with a mark to fold them.
    void drawNames(const QRectF& area);
    /// Labels that would touch a `taken` place are left out.
    void drawRuler(const QRectF& area, const std::vector<QRectF>& taken);

    /// Width that the longest name needs.
    static double namesWidth(const std::vector<Lane>& lanes, const Theme& theme);

private:
    double rowTop(const Lane& lane, std::uint16_t row) const;
    void drawRow(const Lane& lane, std::uint16_t row, const Track& track);
    void drawBar(const Bar& bar, const BarLook& look, const QRectF& rect);
    void drawOutput(const std::vector<Bar>& bars, const TrackKey& key, const Track& track, const QRectF& row);
    void drawAsleep(const QRectF& row, std::uint16_t thread);
    void drawDelays(const Lane& lane);
    void drawLosses(const QRectF& area, std::uint16_t thread);
    /// From the moment in which a lit callback was enqueued to the one in which it ran.
    void drawLinks();
    /// The lower edge of the row in which the loop was running something then.
    double yOfWhatRan(std::uint16_t thread, std::uint64_t time) const;
    void drawText(const QRectF& bar, const QString& text, const QColor& color);
    QColor color(const BarLook& look) const;

    QPainter& m_painter;
    const Scene& m_scene;
    const BarLooks m_looks;
    /// A bar of the highlighted operation.
    struct Lit {
        TrackKey key;
        std::uint64_t record;
        QPointF beginning;
    };
    std::vector<Lit> m_lit;
    QRectF m_area;
};

} // namespace loopscope
