#pragma once

#include "visualizer/stage/StageScene.h"
#include "visualizer/theme/Theme.h"

namespace loopscope {

/// What the layout must know of fonts and lengths. Tests use FixedMeasure; the panel measures real fonts.
///
/// Thread: the caller's. Lengths are device-independent pixels.
class StageMeasure
{
public:
    explicit StageMeasure(double scale) : m_scale(scale) {}
    virtual ~StageMeasure() = default;

    virtual double width(StageType type, const QString& text) const = 0;
    virtual double lineHeight(StageType type) const = 0;

    double scale() const { return m_scale; }
    /// `pixels` of the design at this scale.
    double px(double pixels) const { return pixels * m_scale; }

private:
    double m_scale;
};

/// Each character as wide as the last: layouts that come out the same on any machine.
class FixedMeasure : public StageMeasure
{
public:
    explicit FixedMeasure(double scale = 1) : StageMeasure(scale) {}
    double width(StageType type, const QString& text) const override;
    double lineHeight(StageType type) const override;
};

/// Needs a QGuiApplication.
class FontMeasure : public StageMeasure
{
public:
    explicit FontMeasure(const Theme& theme) : StageMeasure(theme.scale), m_theme(theme) {}
    double width(StageType type, const QString& text) const override;
    double lineHeight(StageType type) const override;

private:
    Theme m_theme;
};

QFont fontOf(StageType type, const Theme& theme);

} // namespace loopscope
