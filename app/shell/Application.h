#pragma once

#include <QApplication>

#include <memory>
#include <string>
#include <vector>

namespace loopscope {

class ThemeManager;

/// The QApplication and its looks, as every command with widgets needs them.
///
/// Thread: main. Lifetime: a local of the command; one at a time.
class Application
{
public:
    enum class Shown { OnDisplay, Offscreen };
    explicit Application(Shown shown);
    ~Application();

    ThemeManager& themes() const { return *m_themes; }
    int exec() { return m_application->exec(); }

private:
    std::vector<std::string> m_words;
    std::vector<char*> m_arguments;
    int m_count = 0;
    std::unique_ptr<QApplication> m_application;
    std::unique_ptr<ThemeManager> m_themes;
};

} // namespace loopscope
