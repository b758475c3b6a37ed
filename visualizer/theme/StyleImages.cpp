#include "visualizer/theme/StyleImages.h"

#include "visualizer/theme/Icon.h"

#include <QFile>

namespace loopscope {

StyleImages::StyleImages(const Theme& theme)
{
    const std::pair<const char*, QColor> colors[] = {{"text", theme.text},
                                                     {"muted", theme.textMuted},
                                                     {"faint", theme.textFaint},
                                                     {"onAccent", theme.textOnAccent}};
    for (const char* icon : {"chevron-down", "chevron-up", "chevron-right", "chevron-left", "check", "close", "dot", "minus", "external"})
        for (const auto& [colorName, color] : colors) {
            // Not SVG: a style sheet shows that only where Qt's plugin for it is installed.
            const QString path = m_folder.filePath(QStringLiteral("%1-%2").arg(icon, colorName));
            const int side = qRound(12 * theme.scale);
            iconPixmap(icon, color, side).save(path + ".png");
            iconPixmap(icon, color, side * 2).save(path + "@2x.png");
        }
}

QString StyleImages::path(const QString& name, const QString& color) const
{
    const QString path = m_folder.filePath(name + '-' + color + ".png");
    return QFile::exists(path) ? path : QString();
}

} // namespace loopscope
