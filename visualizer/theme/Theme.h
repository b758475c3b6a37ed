#pragma once

#include "visualizer/theme/Hue.h"

#include <QColor>
#include <QFont>
#include <QString>

#include <array>

namespace loopscope {

enum class ThemeId : std::uint8_t { Dark, Light, Contrast };

/// Steps of the one spacing scale, in multiples of 4 device-independent pixels.
enum class Space : std::uint8_t { Hair = 2, XS = 4, S = 8, M = 12, L = 16, XL = 24, XXL = 32 };

/// Steps of the one type scale.
enum class TextSize : std::uint8_t { Caption, Small, Body, Title, Heading, Display };

/// All tokens from which the program is drawn. A value: copy it freely. Two themes that differ only in `scale`
/// differ only in size (presentation mode).
///
/// Thread: any; fonts need a QGuiApplication. Lengths are device-independent pixels.
struct Theme {
    ThemeId id = ThemeId::Dark;
    bool isDark = true;
    double scale = 1; ///< of type and spacing

    // Surfaces, from the back to the front.
    QColor window;    ///< behind the panels; gaps, status bar
    QColor panel;     ///< a panel's ground
    QColor raised;    ///< cards, inputs, table headers
    QColor overlay;   ///< menus, tooltips, popups
    QColor editor;    ///< behind code
    QColor hover;     ///< under the pointer
    QColor selection; ///< selected rows and text
    QColor currentLine;

    // Text. Each is readable on each surface above.
    QColor text;
    QColor textMuted;  ///< labels, secondary facts
    QColor textFaint;  ///< hints, units, line numbers
    QColor textOnAccent;

    // Lines.
    QColor border;       ///< between surfaces
    QColor borderStrong; ///< around inputs and what can be clicked
    QColor focus;

    QColor accent;
    QColor accentHover;
    QColor error;
    QColor warning;
    QColor ok;

    // Code, for the editor and wherever source is quoted.
    struct Code {
        QColor keyword, string, number, comment, function, type, variable, punctuation, regexp;
    } code;

    std::array<QColor, kHueCount> hues;

    /// For marks, lines and text on any surface.
    const QColor& hue(Hue h) const { return hues[static_cast<std::size_t>(h)]; }
    /// A soft, opaque ground of this hue for text in `text` or `hue`.
    QColor tint(Hue h) const;
    QColor tint(const QColor& color, double amount) const;
    /// Under a token: as it waits, the part of it that has passed, and while it runs or is lit.
    enum class TokenState : std::uint8_t { Waiting, Passed, Lit };
    QColor tokenGround(Hue h, TokenState state) const;
    /// For the second text on a token.
    QColor tokenQuiet() const;
    /// For text and marks on a ground of the full hue.
    QColor on(const QColor& ground) const;

    int space(Space s) const { return qRound(static_cast<int>(s) * scale); }
    double space(double pixels) const { return pixels * scale; }
    int radiusSmall() const { return qRound(4 * scale); } ///< tokens, inputs
    int radius() const { return qRound(6 * scale); }      ///< buttons, cards
    int radiusLarge() const { return qRound(10 * scale); } ///< dialogs, big cards
    double lineWidth() const { return id == ThemeId::Contrast ? 2 : 1; }

    int pixelSize(TextSize) const;
    QFont font(TextSize, QFont::Weight weight = QFont::Normal) const;
    /// JetBrains Mono, at the optical size of the UI font's step.
    QFont codeFont(TextSize size = TextSize::Body, QFont::Weight weight = QFont::Normal) const;

    Theme scaled(double factor) const;
};

Theme theme(ThemeId);

/// "dark", "light", "contrast": as the command line and the settings spell them.
QString name(ThemeId);

} // namespace loopscope
