#pragma once

#include <memory>

namespace loopscope {

/// Lets Qt find its plugins, fonts and keyboard data when the program was built in the build root and runs outside it.
/// Make one before the QApplication and keep it until that stands:
///
///     auto surroundings = std::make_unique<QtSurroundings>();
///     QApplication application(argc, argv);
///     surroundings.reset(); // what was said through environment variables is unsaid again
///
/// In a native build it does nothing. Thread: main, while no program runs.
class QtSurroundings
{
public:
    QtSurroundings();
    ~QtSurroundings();
    QtSurroundings(const QtSurroundings&) = delete;
    QtSurroundings& operator=(const QtSurroundings&) = delete;

private:
    class Variables;
    std::unique_ptr<Variables> m_variables;
};

} // namespace loopscope
