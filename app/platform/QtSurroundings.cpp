#include "app/platform/QtSurroundings.h"

#include "app/platform/Config.h"
#include "app/platform/ScopedVariable.h"

#include <QCoreApplication>
#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QStandardPaths>
#include <QTemporaryFile>

namespace loopscope {

namespace {

QString root() { return QString::fromUtf8(config::kRoot); }

/// The host's folder if it is there, else the root's.
std::optional<std::string> hostOrRoot(const char* variable, const QString& folder)
{
    if (qEnvironmentVariableIsSet(variable)) return qEnvironmentVariable(variable).toStdString();
    if (QDir(folder).exists()) return std::nullopt;
    return (root() + folder).toStdString();
}

// The root's rules (they belong to the root's fontconfig) with the fonts of both.
QByteArray fontConfiguration()
{
    return QStringLiteral(R"(<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>%1/usr/share/fonts</dir>
  <include ignore_missing="yes">%1/etc/fonts/fonts.conf</include>
  <include ignore_missing="yes">%1/etc/fonts/conf.d</include>
</fontconfig>
)").arg(root().toHtmlEscaped()).toUtf8();
}

} // namespace

class QtSurroundings::Variables
{
public:
    Variables()
        : m_plugins("QT_PLUGIN_PATH", std::nullopt), m_keyboard("XKB_CONFIG_ROOT", hostOrRoot("XKB_CONFIG_ROOT", "/usr/share/X11/xkb")),
          m_locale("XLOCALEDIR", hostOrRoot("XLOCALEDIR", "/usr/share/X11/locale")),
          // All is painted by Qt itself; the host's drivers and the root's Mesa stay out of it.
          m_openGl("QT_XCB_GL_INTEGRATION", "none"), m_fonts("FONTCONFIG_FILE", writeFontConfiguration())
    {
    }

private:
    std::optional<std::string> writeFontConfiguration()
    {
        if (!m_fontFile.open() || m_fontFile.write(fontConfiguration()) < 0 || !m_fontFile.flush()) return std::nullopt;
        return m_fontFile.fileName().toStdString();
    }

    QTemporaryFile m_fontFile{QDir::tempPath() + "/loopscope-fonts-XXXXXX.conf"};
    const ScopedVariable m_plugins, m_keyboard, m_locale, m_openGl, m_fonts;
};

QtSurroundings::QtSurroundings()
{
    if (root().isEmpty()) return;
    QCoreApplication::setLibraryPaths({QString::fromUtf8(config::kLibraries) + "/qt6/plugins"});
    m_variables = std::make_unique<Variables>();
}

QtSurroundings::~QtSurroundings()
{
    // Fontconfig reads its file at the first look for a font.
    if (m_variables && qGuiApp) static_cast<void>(QFontDatabase::families());
}

} // namespace loopscope
