#include "visualizer/stage/StageText.h"

namespace loopscope {

static QString rounded(double value)
{
    QString text = QString::number(value, 'f', value < 9.95 ? 1 : 0);
    if (text.endsWith(".0")) text.chop(2);
    return text;
}

QString countText(std::uint64_t count)
{
    if (count < 1'000) return QString::number(count);
    if (count < 999'500) return rounded(static_cast<double>(count) / 1e3) + 'k';
    return rounded(static_cast<double>(count) / 1e6) + 'M';
}

} // namespace loopscope
