#include "runtime/stream/OutputFile.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loopscope {

OutputFile::OutputFile(std::string path, Appears appears)
    : m_path(std::move(path)), m_workPath(appears == Appears::WhenWhole ? m_path + ".part" : m_path)
{
    struct stat status {};
    if (stat(m_path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        fail("cannot write");
        return;
    }
    m_file = open(m_workPath.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (m_file < 0) fail("cannot write");
}

OutputFile::~OutputFile()
{
    if (m_file < 0) return;
    close(m_file);
    if (!m_committed && m_workPath != m_path) unlink(m_workPath.c_str());
}

bool OutputFile::fail(std::string_view doing)
{
    if (m_error.empty()) m_error = std::string(doing) + " '" + m_path + "': " + std::strerror(errno);
    return false;
}

bool OutputFile::write(std::string_view bytes)
{
    if (!m_error.empty()) return false;
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail("cannot write");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool OutputFile::commit()
{
    if (!m_error.empty()) return false;
    if (m_workPath != m_path && std::rename(m_workPath.c_str(), m_path.c_str()) != 0) return fail("cannot move into place");
    m_committed = true;
    return true;
}

} // namespace loopscope
