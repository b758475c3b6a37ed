#include "visualizer/theme/Theme.h"

// The three palettes. ThemeTest measures them: change a colour and it tells what can no longer be read.

namespace loopscope {

namespace {

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

/// In the order of Hue.
std::array<QColor, kHueCount> hues(const std::array<QRgb, kHueCount>& values)
{
    std::array<QColor, kHueCount> colors;
    for (std::size_t i = 0; i < values.size(); ++i) colors[i] = rgb(values[i]);
    return colors;
}

Theme dark()
{
    Theme t;
    t.window = rgb(0x0E1116);
    t.panel = rgb(0x14181F);
    t.raised = rgb(0x1B2029);
    t.overlay = rgb(0x1F2530);
    t.editor = rgb(0x11151B);
    t.hover = rgb(0x252C38);
    t.selection = rgb(0x24405F);
    t.currentLine = rgb(0x1A2029);
    t.text = rgb(0xE7EBF1);
    t.textMuted = rgb(0xA7B1BF);
    t.textFaint = rgb(0x8B96A6);
    t.textOnAccent = rgb(0x0B1220);
    t.border = rgb(0x272E39);
    t.borderStrong = rgb(0x414C5C);
    t.focus = rgb(0x7DB4FF);
    t.accent = rgb(0x6FAAFF);
    t.accentHover = rgb(0x8DBCFF);
    t.error = rgb(0xFF7B80);
    t.warning = rgb(0xF5B83D);
    t.ok = rgb(0x55D39A);
    t.code = {rgb(0xC99BFF), rgb(0x8FD694), rgb(0xF2B26B), rgb(0x8792A2), rgb(0x7CB7FF),
              rgb(0x5CD1C5), rgb(0xE1E6EE), rgb(0xA7B1BF), rgb(0xF08DA8)};
    t.hues = hues({0xCBD3DE, 0xF5B84C, 0xC2AE90, 0x98A3B3, 0x52B7F9, 0x3FD0A0, 0xF98080, 0xFF8CC4,
                   0xB99AFF, 0x8FAAFF, 0xE492F0, 0xD8C4FF, 0xA9D65D, 0xDB9A74, 0x8E9BB0, 0xFF6B6B});
    return t;
}

Theme light()
{
    Theme t;
    t.id = ThemeId::Light;
    t.isDark = false;
    t.window = rgb(0xECEFF3);
    t.panel = rgb(0xFFFFFF);
    t.raised = rgb(0xF5F7F9);
    t.overlay = rgb(0xFFFFFF);
    t.editor = rgb(0xFFFFFF);
    t.hover = rgb(0xE8ECF1);
    t.selection = rgb(0xCFE2FF);
    t.currentLine = rgb(0xF2F6FB);
    t.text = rgb(0x1A212B);
    t.textMuted = rgb(0x475262);
    t.textFaint = rgb(0x576273);
    t.textOnAccent = rgb(0xFFFFFF);
    t.border = rgb(0xDCE1E8);
    t.borderStrong = rgb(0xAAB5C3);
    t.focus = rgb(0x1F6FEB);
    t.accent = rgb(0x1A66DD);
    t.accentHover = rgb(0x1457C2);
    t.error = rgb(0xBF2B33);
    t.warning = rgb(0x8F5600);
    t.ok = rgb(0x0B7350);
    t.code = {rgb(0x7A2FC4), rgb(0x18703A), rgb(0x985200), rgb(0x667180), rgb(0x1659B8),
              rgb(0x0A6E70), rgb(0x1A212B), rgb(0x475262), rgb(0xB02A5B)};
    t.hues = hues({0x3C4756, 0x945600, 0x75624A, 0x586475, 0x0A66B0, 0x08724F, 0xBB343B, 0xB0246F,
                   0x6E3FD0, 0x3D53D0, 0x9C2BB2, 0x574190, 0x4B6E0A, 0x8F4F28, 0x5C6879, 0xC01F1F});
    return t;
}

Theme contrast()
{
    Theme t;
    t.id = ThemeId::Contrast;
    t.window = rgb(0x000000);
    t.panel = rgb(0x000000);
    t.raised = rgb(0x0D0D0D);
    t.overlay = rgb(0x0D0D0D);
    t.editor = rgb(0x000000);
    t.hover = rgb(0x2A2A2A);
    t.selection = rgb(0x003C80);
    t.currentLine = rgb(0x1A1A1A);
    t.text = rgb(0xFFFFFF);
    t.textMuted = rgb(0xF0F0F0);
    t.textFaint = rgb(0xDADADA);
    t.textOnAccent = rgb(0x000000);
    t.border = rgb(0x9A9A9A);
    t.borderStrong = rgb(0xFFFFFF);
    t.focus = rgb(0xFFE500);
    t.accent = rgb(0x5CE1FF);
    t.accentHover = rgb(0xA6EFFF);
    t.error = rgb(0xFF9C9C);
    t.warning = rgb(0xFFD54A);
    t.ok = rgb(0x6BFFB0);
    t.code = {rgb(0xE3B8FF), rgb(0x9BF59B), rgb(0xFFC78A), rgb(0xC9C9C9), rgb(0x9ACBFF),
              rgb(0x7CF2E4), rgb(0xFFFFFF), rgb(0xF0F0F0), rgb(0xFFB0C6)};
    t.hues = hues({0xFFFFFF, 0xFFC83D, 0xE6CFA8, 0xCFCFCF, 0x66CCFF, 0x3DF5B4, 0xFF9A9A, 0xFF9FD6,
                   0xCBB2FF, 0xA8BEFF, 0xF5A6FF, 0xE9DCFF, 0xC3F56B, 0xFFB98F, 0xC4CEDD, 0xFF8A8A});
    return t;
}

} // namespace

Theme theme(ThemeId id)
{
    switch (id) {
    case ThemeId::Dark: return dark();
    case ThemeId::Light: return light();
    case ThemeId::Contrast: return contrast();
    }
    return dark();
}

} // namespace loopscope
