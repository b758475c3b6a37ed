#include "runtime/host/Terminal.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

namespace loopscope {

namespace {

constexpr int kOriginalsFrom = 100; // away from the low numbers that programs print

void closeAndForget(int& fd)
{
    if (fd >= 0) close(fd);
    fd = -1;
}

} // namespace

Terminal::Terminal()
{
    if (!open(0) || !open(1)) {
        m_error = std::string("No pseudo-terminal could be made: ") + strerror(errno) + ".";
        for (int i = 0; i < 2; ++i) {
            closeAndForget(m_masters[i]);
            closeAndForget(m_slaves[i]);
        }
        return;
    }
    resize(80, 24);
}

Terminal::~Terminal()
{
    restore();
    for (int i = 0; i < 2; ++i) {
        closeAndForget(m_slaves[i]);
        closeAndForget(m_masters[i]);
    }
}

bool Terminal::open(int index)
{
    const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0) return false;
    m_masters[index] = master;
    char name[128];
    if (grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, name, sizeof name) != 0) return false;
    const int slave = ::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0) return false;
    m_slaves[index] = slave;
    struct stat status;
    termios settings;
    if (fstat(slave, &status) != 0 || tcgetattr(slave, &settings) != 0) return false;
    m_devices[index] = status.st_rdev;
    settings.c_oflag &= ~static_cast<tcflag_t>(OPOST);
    settings.c_iflag |= IUTF8;
    return tcsetattr(slave, TCSANOW, &settings) == 0;
}

void Terminal::install()
{
    if (m_slaves[0] < 0 || m_originals[1] >= 0) return;
    for (int fd = 0; fd < 3; ++fd) m_originals[fd] = fcntl(fd, F_DUPFD_CLOEXEC, kOriginalsFrom);
    dup2(m_slaves[0], 0);
    dup2(m_slaves[0], 1);
    dup2(m_slaves[1], 2);
}

void Terminal::takeOver() noexcept
{
    ioctl(m_slaves[0], TIOCSCTTY, 0);
    dup2(m_slaves[0], 0);
    dup2(m_slaves[0], 1);
    dup2(m_slaves[1], 2);
}

void Terminal::restore()
{
    for (int fd = 0; fd < 3; ++fd) {
        if (m_originals[fd] < 0) continue;
        dup2(m_originals[fd], fd);
        closeAndForget(m_originals[fd]);
    }
}

void Terminal::resize(int columns, int rows)
{
    winsize size{};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    for (int master : m_masters)
        if (master >= 0) ioctl(master, TIOCSWINSZ, &size);
}

bool Terminal::turnsKeysIntoSignals() const
{
    termios settings;
    return m_masters[0] >= 0 && tcgetattr(m_masters[0], &settings) == 0 && (settings.c_lflag & ISIG) != 0;
}

int Terminal::streamOf(int fd) const noexcept
{
    struct stat status;
    if (m_slaves[0] < 0 || fstat(fd, &status) != 0 || !S_ISCHR(status.st_mode)) return 0;
    if (status.st_rdev == m_devices[0]) return 1;
    return status.st_rdev == m_devices[1] ? 2 : 0;
}

void Terminal::writeMark(const std::string& mark)
{
    for (int slave : m_slaves) {
        std::size_t written = 0;
        while (slave >= 0 && written < mark.size()) {
            const ssize_t n = write(slave, mark.data() + written, mark.size() - written);
            if (n < 0 && errno != EINTR && errno != EAGAIN) break;
            if (n > 0) written += static_cast<std::size_t>(n);
        }
    }
}

} // namespace loopscope
