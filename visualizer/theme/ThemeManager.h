#pragma once

#include "visualizer/theme/Theme.h"

#include <QObject>

#include <memory>

namespace loopscope {

class StyleImages;

/// What the user chose; System follows the desktop's colour scheme.
enum class ThemeChoice : std::uint8_t { System, Dark, Light, Contrast };

/// The theme in force, and the one who tells when it changes. Panels get a reference, draw with theme() and repaint
/// on changed().
///
/// Thread: the GUI's. Lifetime: as long as the widgets that were given it; made once, by whoever makes the window.
class ThemeManager : public QObject
{
    Q_OBJECT
public:
    explicit ThemeManager(QObject* parent = nullptr);
    ~ThemeManager() override;

    const Theme& theme() const { return m_theme; }

    ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);

    /// 1 at a desk; about 1.5 before an audience. Scales type and spacing.
    double scale() const { return m_theme.scale; }
    void setScale(double scale);

    /// Whether nothing may move. True from the start where nobody looks (offscreen); else as the user chose.
    bool isMotionReduced() const { return m_motionReduced; }
    void setMotionReduced(bool reduced) { m_motionReduced = reduced; }

    /// Dresses the whole application, now and at each change: Fusion, a palette, one stylesheet, the UI font.
    /// Needs a QApplication. Without this call the manager only answers theme(), as tests of panels want it.
    void dressApplication();

    /// Makes the fonts of a folder usable (.ttf, .otf); the families that came. For bundles: fonts that are
    /// installed need no such call.
    static QStringList loadFonts(const QString& folder);

signals:
    void changed();

private:
    void refresh();
    void dress();
    ThemeId wanted() const;

    Theme m_theme;
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_motionReduced = false;
    bool m_dresses = false;
    std::unique_ptr<StyleImages> m_images;
};

} // namespace loopscope
