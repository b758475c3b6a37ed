#include "visualizer/theme/StyleSheet.h"

#include "visualizer/theme/Contrast.h"
#include "visualizer/theme/StyleImages.h"

#include <QFile>
#include <QHash>
#include <QRegularExpression>

static void initResources()
{
    Q_INIT_RESOURCE(themes); // the library is static: nothing else would pull its resources in
}

namespace loopscope {

QPalette paletteOf(const Theme& t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.panel);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.panel);
    p.setColor(QPalette::AlternateBase, t.raised);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::PlaceholderText, t.textFaint);
    p.setColor(QPalette::Button, t.raised);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.error);
    p.setColor(QPalette::ToolTipBase, t.overlay);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::Highlight, t.selection);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::Accent, t.accent);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::Light, t.hover);
    p.setColor(QPalette::Midlight, t.raised);
    p.setColor(QPalette::Mid, t.border);
    p.setColor(QPalette::Dark, t.border);
    p.setColor(QPalette::Shadow, t.window);
    const QColor disabled = mixed(t.panel, t.textFaint, 0.65);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, disabled);
    return p;
}

static QHash<QString, QString> tokensOf(const Theme& t)
{
    QHash<QString, QString> tokens{
        {"window", t.window.name()},       {"panel", t.panel.name()},
        {"raised", t.raised.name()},       {"overlay", t.overlay.name()},
        {"editor", t.editor.name()},       {"hover", t.hover.name()},
        {"selection", t.selection.name()}, {"text", t.text.name()},
        {"textMuted", t.textMuted.name()}, {"textFaint", t.textFaint.name()},
        {"textOnAccent", t.textOnAccent.name()}, {"border", t.border.name()},
        {"borderStrong", t.borderStrong.name()}, {"focus", t.focus.name()},
        {"accent", t.accent.name()},       {"accentHover", t.accentHover.name()},
        {"error", t.error.name()},         {"warning", t.warning.name()},
        {"ok", t.ok.name()},
        {"disabled", mixed(t.panel, t.textFaint, 0.65).name()},
        {"pressed", mixed(t.hover, t.text, 0.08).name()},
        {"handle", mixed(t.panel, t.textFaint, 0.38).name()},
        {"handleHover", mixed(t.panel, t.textFaint, 0.7).name()},
        {"radiusSmall", QString::number(t.radiusSmall()) + "px"},
        {"radius", QString::number(t.radius()) + "px"},
        {"radiusLarge", QString::number(t.radiusLarge()) + "px"},
        {"line", QString::number(t.lineWidth()) + "px"},
        {"caption", QString::number(t.pixelSize(TextSize::Caption)) + "px"},
        {"small", QString::number(t.pixelSize(TextSize::Small)) + "px"},
        {"body", QString::number(t.pixelSize(TextSize::Body)) + "px"},
        {"title", QString::number(t.pixelSize(TextSize::Title)) + "px"},
        {"heading", QString::number(t.pixelSize(TextSize::Heading)) + "px"},
    };
    return tokens;
}

QString styleSheetOf(const Theme& t, const StyleImages& images)
{
    initResources();
    QFile file(QStringLiteral(":/themes/style.qss"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QString sheet = QString::fromUtf8(file.readAll());
    const QHash<QString, QString> tokens = tokensOf(t);

    // @name, @8 (a length of the spacing scale), @image(chevron-down, muted)
    static const QRegularExpression pattern(
        QStringLiteral(R"(@(?:(\d+)|image\(([\w-]+), *(\w+)\)|([A-Za-z]+)))"));
    QString filled;
    qsizetype from = 0;
    for (const QRegularExpressionMatch& match : pattern.globalMatch(sheet)) {
        filled += QStringView(sheet).sliced(from, match.capturedStart() - from);
        if (match.hasCaptured(1)) filled += QString::number(qRound(match.captured(1).toInt() * t.scale)) + "px";
        else if (match.hasCaptured(2)) filled += "url(\"" + images.path(match.captured(2), match.captured(3)) + "\")";
        else filled += tokens.value(match.captured(4));
        from = match.capturedEnd();
    }
    return filled + sheet.sliced(from);
}

} // namespace loopscope
