#include "visualizer/theme/Theme.h"

#include "visualizer/theme/Contrast.h"

#include <QFontDatabase>
#include <QStringList>

namespace loopscope {

namespace {

QStringList presentOnes(const QStringList& wanted, QFontDatabase::SystemFont last)
{
    QStringList families;
    for (const QString& family : wanted)
        if (QFontDatabase::hasFamily(family)) families << family;
    families << QFontDatabase::systemFont(last).families();
    return families;
}

const QStringList& uiFamilies()
{
    static const QStringList families =
        presentOnes({"Inter", "Noto Sans", "DejaVu Sans"}, QFontDatabase::GeneralFont);
    return families;
}

const QStringList& codeFamilies()
{
    static const QStringList families =
        presentOnes({"JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono"}, QFontDatabase::FixedFont);
    return families;
}

QFont made(const QStringList& families, double pixels, QFont::Weight weight)
{
    QFont font(families);
    font.setPixelSize(qMax(1, qRound(pixels)));
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

constexpr std::array kPixels{11, 12, 13, 15, 18, 30};

} // namespace

QColor Theme::tint(Hue h) const
{
    return tint(hue(h), id == ThemeId::Light ? 0.10 : 0.16);
}

QColor Theme::tint(const QColor& color, double amount) const
{
    return mixed(panel, color, amount);
}

QColor Theme::tokenGround(Hue h, TokenState state) const
{
    switch (state) {
    case TokenState::Waiting: return mixed(raised, hue(h), isDark ? 0.14 : 0.09);
    case TokenState::Passed: return mixed(raised, hue(h), isDark ? 0.27 : 0.19);
    case TokenState::Lit: return mixed(raised, hue(h), isDark ? 0.26 : 0.19);
    }
    return raised;
}

QColor Theme::tokenQuiet() const
{
    return mixed(textMuted, text, 0.4);
}

QColor Theme::on(const QColor& ground) const
{
    const QColor dark(0x0B, 0x0E, 0x12), light(Qt::white);
    return contrastRatio(dark, ground) >= contrastRatio(light, ground) ? dark : light;
}

int Theme::pixelSize(TextSize size) const
{
    return qRound(kPixels[static_cast<std::size_t>(size)] * scale);
}

QFont Theme::font(TextSize size, QFont::Weight weight) const
{
    QFont font = made(uiFamilies(), kPixels[static_cast<std::size_t>(size)] * scale, weight);
    if (size >= TextSize::Heading) font.setLetterSpacing(QFont::PercentageSpacing, 98.5);
    return font;
}

QFont Theme::codeFont(TextSize size, QFont::Weight weight) const
{
    QFont font = made(codeFamilies(), kPixels[static_cast<std::size_t>(size)] * scale, weight);
    font.setFixedPitch(true);
    font.setStyleHint(QFont::Monospace);
    return font;
}

Theme Theme::scaled(double factor) const
{
    Theme t = *this;
    t.scale = scale * factor;
    return t;
}

QString name(ThemeId id)
{
    switch (id) {
    case ThemeId::Dark: return QStringLiteral("dark");
    case ThemeId::Light: return QStringLiteral("light");
    case ThemeId::Contrast: return QStringLiteral("contrast");
    }
    return {};
}

} // namespace loopscope
