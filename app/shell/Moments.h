#pragma once

#include <QString>

#include <cstdint>
#include <optional>

namespace loopscope {

class MainWindow;
class Recording;
class RunSession;

// For commands that run a program and look at it without anybody at the window. Thread: the GUI's.

/// Runs events until the program has ended, or so many seconds have passed: then it is stopped. False if it had to be.
bool waitForEnd(RunSession& session, int seconds);
/// Runs events until every panel shows the cursor.
void settle(const MainWindow& window);
/// "3ms", "1.5s", "200us", "10ns", "end" in ns from the start; none if it is no time.
std::optional<std::uint64_t> momentFromText(const QString& text, std::uint64_t end);
/// A cursor at which something is to be seen: the first callback of the user's that runs; the end if none does.
std::uint64_t telling(const Recording& recording);

} // namespace loopscope
