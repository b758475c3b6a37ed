#pragma once

#include <array>
#include <string>
#include <sys/types.h>

namespace loopscope {

/// Two pseudo-terminals that take the place of the process's stdin, stdout and stderr while a program runs: one for
/// stdin and stdout, one for stderr, so that the two can be told apart. Output is not translated (no CR before LF);
/// input is echoed, as in any terminal, until the program asks for raw mode.
///
/// Thread: any one at a time; install() and restore() change the whole process.
/// Lifetime: owned by the run; restore() is implied by the destructor.
class Terminal
{
public:
    Terminal();
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    /// Why there is no terminal; empty if there is one.
    const std::string& error() const { return m_error; }
    void install();
    void restore();
    /// The same for good, in a process that has just been forked and leads a session of its own: keys are signals for it.
    void takeOver() noexcept;
    void resize(int columns, int rows);

    /// Ctrl+C means an interrupt now; false while a program has put the terminal in raw mode.
    bool turnsKeysIntoSignals() const;

    /// The side of the window, non-blocking: stdin and stdout, stderr. -1 after a failure.
    int outputMaster() const { return m_masters[0]; }
    int errorMaster() const { return m_masters[1]; }
    /// 1 or 2 if fd leads to this terminal's stdout or stderr.
    int streamOf(int fd) const noexcept;
    /// Writes a text behind all that was written so far, to find its end by.
    void writeMark(const std::string& mark);

private:
    bool open(int index);

    std::array<int, 2> m_masters{-1, -1};
    std::array<int, 2> m_slaves{-1, -1};
    std::array<dev_t, 2> m_devices{};
    std::array<int, 3> m_originals{-1, -1, -1}; // the process's own, while installed
    std::string m_error;
};

} // namespace loopscope
