#include "visualizer/theme/ThemeManager.h"

#include "visualizer/theme/StyleImages.h"
#include "visualizer/theme/StyleSheet.h"

#include <QApplication>
#include <QDirIterator>
#include <QFontDatabase>
#include <QStyleFactory>
#include <QStyleHints>
#include <QToolTip>

namespace loopscope {

ThemeManager::ThemeManager(QObject* parent) : QObject(parent)
{
    m_theme = loopscope::theme(wanted());
    const QString platform = QGuiApplication::platformName();
    m_motionReduced = platform == "offscreen" || platform == "minimal";
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &ThemeManager::refresh);
}

ThemeManager::~ThemeManager() = default;

ThemeId ThemeManager::wanted() const
{
    switch (m_choice) {
    case ThemeChoice::Dark: return ThemeId::Dark;
    case ThemeChoice::Light: return ThemeId::Light;
    case ThemeChoice::Contrast: return ThemeId::Contrast;
    case ThemeChoice::System: break;
    }
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Light ? ThemeId::Light : ThemeId::Dark;
}

void ThemeManager::setChoice(ThemeChoice choice)
{
    m_choice = choice;
    refresh();
}

void ThemeManager::setScale(double scale)
{
    if (qFuzzyCompare(scale, m_theme.scale)) return;
    m_theme.scale = scale;
    if (m_dresses) dress();
    emit changed();
}

void ThemeManager::refresh()
{
    const ThemeId id = wanted();
    if (id == m_theme.id) return;
    m_theme = loopscope::theme(id).scaled(m_theme.scale);
    if (m_dresses) dress();
    emit changed();
}

void ThemeManager::dressApplication()
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    m_dresses = true;
    dress();
}

void ThemeManager::dress()
{
    // The images of the theme before stay on disk until the new sheet stands, for widgets that still hold it.
    auto images = std::make_unique<StyleImages>(m_theme);
    QApplication::setFont(m_theme.font(TextSize::Body));
    QApplication::setPalette(paletteOf(m_theme));
    QToolTip::setPalette(paletteOf(m_theme));
    QToolTip::setFont(m_theme.font(TextSize::Small));
    qApp->setStyleSheet(styleSheetOf(m_theme, *images));
    m_images = std::move(images);
}

QStringList ThemeManager::loadFonts(const QString& folder)
{
    QStringList families;
    QDirIterator files(folder, {"*.ttf", "*.otf"}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const int id = QFontDatabase::addApplicationFont(files.next());
        if (id >= 0) families << QFontDatabase::applicationFontFamilies(id);
    }
    families.removeDuplicates();
    return families;
}

} // namespace loopscope
