#include "visualizer/stage/StageMeasure.h"

#include <QFontMetricsF>

namespace loopscope {

double FixedMeasure::width(StageType type, const QString& text) const
{
    return px(type == StageType::Number ? 16 : 6.5) * static_cast<double>(text.size());
}

double FixedMeasure::lineHeight(StageType type) const
{
    return px(type == StageType::Number ? 36 : 16);
}

QFont fontOf(StageType type, const Theme& theme)
{
    switch (type) {
    case StageType::Heading: return theme.font(TextSize::Small, QFont::DemiBold);
    case StageType::Note: return theme.font(TextSize::Caption);
    case StageType::Label: return theme.font(TextSize::Small, QFont::Medium);
    case StageType::Code: return theme.codeFont(TextSize::Small, QFont::Medium);
    case StageType::Place: return theme.codeFont(TextSize::Caption);
    case StageType::Phase: return theme.font(TextSize::Small, QFont::Medium);
    case StageType::Number: return theme.font(TextSize::Display, QFont::DemiBold);
    case StageType::Sentence: return theme.font(TextSize::Body);
    }
    return theme.font(TextSize::Body);
}

double FontMeasure::width(StageType type, const QString& text) const
{
    return QFontMetricsF(fontOf(type, m_theme)).horizontalAdvance(text);
}

double FontMeasure::lineHeight(StageType type) const
{
    return QFontMetricsF(fontOf(type, m_theme)).height();
}

} // namespace loopscope
