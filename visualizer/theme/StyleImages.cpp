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
    for (const char* icon : {"chevron-down", "chevron-up", "chevron-right", "chevron-left", "check", "close", "dot", "minus"})
        for (const auto& [colorName, color] : colors) {
            QFile file(m_folder.filePath(QStringLiteral("%1-%2.svg").arg(icon, colorName)));
            if (file.open(QIODevice::WriteOnly)) file.write(iconSvg(icon, color));
        }
}

QString StyleImages::path(const QString& name, const QString& color) const
{
    const QString path = m_folder.filePath(name + '-' + color + ".svg");
    return QFile::exists(path) ? path : QString();
}

} // namespace loopscope
