#include "app/shell/Application.h"

#include "app/platform/QtSurroundings.h"
#include "visualizer/theme/ThemeManager.h"

namespace loopscope {

namespace {

QtMessageHandler s_passOn = nullptr;

/// The offscreen platform complains about each window that it was told a size for.
void withoutNoise(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (!message.contains(QLatin1String("propagateSizeHints"))) s_passOn(type, context, message);
}

} // namespace

Application::Application(Shown shown) : m_words{"loopscope"}
{
    // Told by an argument, not by an environment variable: the programs that we run would inherit that.
    if (shown == Shown::Offscreen) s_passOn = qInstallMessageHandler(withoutNoise);
    if (shown == Shown::Offscreen) m_words.insert(m_words.end(), {"-platform", "offscreen"});
    for (std::string& word : m_words) m_arguments.push_back(word.data());
    m_arguments.push_back(nullptr);
    m_count = int(m_words.size());
    auto surroundings = std::make_unique<QtSurroundings>();
    m_application = std::make_unique<QApplication>(m_count, m_arguments.data());
    surroundings.reset();
    QApplication::setApplicationName(QStringLiteral("loopscope"));
    QApplication::setApplicationDisplayName(QStringLiteral("Loopscope"));
    QApplication::setApplicationVersion(QStringLiteral(LOOPSCOPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("loopscope"));
    m_themes = std::make_unique<ThemeManager>();
    m_themes->dressApplication();
}

Application::~Application() = default;

} // namespace loopscope
