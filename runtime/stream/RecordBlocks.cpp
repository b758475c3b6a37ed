#include "runtime/stream/RecordBlocks.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <linux/magic.h>
#include <new>
#include <sys/mman.h>
#include <sys/statfs.h>
#include <unistd.h>

namespace loopscope {

namespace {

constexpr std::uint64_t kLeftFree = std::uint64_t{1} << 30; // bytes of the disk that are not ours to take

bool isInMemory(const struct statfs& system) { return system.f_type == TMPFS_MAGIC || system.f_type == RAMFS_MAGIC; }

bool hasRoom(const struct statfs& system)
{
    return static_cast<std::uint64_t>(system.f_bavail) * static_cast<std::uint64_t>(system.f_bsize) >= kLeftFree + RecordBlocks::kBytes;
}

bool writeAt(int file, const void* data, std::size_t bytes, off_t offset)
{
    const auto* from = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t written = ::pwrite(file, from, bytes, offset);
        if (written <= 0) return false;
        from += written;
        offset += written;
        bytes -= static_cast<std::size_t>(written);
    }
    return true;
}

} // namespace

RecordBlocks::RecordBlocks(std::uint64_t inMemory, std::vector<std::string> folders)
    : m_inMemory(std::max<std::uint64_t>(inMemory, 1)), m_folders(std::move(folders))
{
}

RecordBlocks::~RecordBlocks()
{
    for (std::uint64_t n = 0; n < m_made; ++n) ::munmap(slot(n).load(std::memory_order_relaxed), kBytes);
    for (auto& directory : m_directories) delete directory.load(std::memory_order_relaxed);
    if (m_file >= 0) ::close(m_file);
}

Record* RecordBlocks::writable(std::uint64_t n)
{
    if (n < m_made) return slot(n).load(std::memory_order_relaxed);
    auto& directory = m_directories[n / kFanOut];
    if (!directory.load(std::memory_order_relaxed)) directory.store(new Directory, std::memory_order_release);
    Record* const block = make(n);
    slot(n).store(block, std::memory_order_release);
    m_made = n + 1;
    if (n >= m_inMemory && m_mayUseDisk) m_mayUseDisk = toDisk(n - m_inMemory);
    return block;
}

// Room only: who appends writes each record before it is counted. In a long recording the system is asked for a block's pages
// all at once. Page by page they took a quarter of the time in which a storm of events is collected; huge pages were no
// better, since now and then it takes the system long to find one.
Record* RecordBlocks::make(std::uint64_t n) const
{
    constexpr std::uint64_t kSmall = 4;
    void* const room = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) throw std::bad_alloc();
#ifdef MADV_POPULATE_WRITE
    if (n >= kSmall) ::madvise(room, kBytes, MADV_POPULATE_WRITE);
#endif
    return static_cast<Record*>(room);
}

// The file's pages take the place of the memory under the same addresses, in one step: whoever reads there meanwhile reads the
// same, before and after.
bool RecordBlocks::toDisk(std::uint64_t n)
{
    if (m_file < 0 && !openFile()) return false;
    struct statfs system;
    if (::fstatfs(m_file, &system) != 0 || !hasRoom(system)) return false;
    Record* const block = slot(n).load(std::memory_order_relaxed);
    const auto offset = static_cast<off_t>(n * kBytes);
    if (!writeAt(m_file, block, kBytes, offset)) return false;
    if (::mmap(block, kBytes, PROT_READ, MAP_SHARED | MAP_FIXED, m_file, offset) == MAP_FAILED) return false;
    m_onDisk.store(n + 1, std::memory_order_release);
    return true;
}

bool RecordBlocks::openFile()
{
    for (const std::string& folder : m_folders) {
        struct statfs system;
        if (::statfs(folder.c_str(), &system) != 0 || isInMemory(system) || !hasRoom(system)) continue;
        m_file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (m_file >= 0) return true;
    }
    return false;
}

void RecordBlocks::release(std::uint64_t first, std::uint64_t last) const noexcept
{
    // Only what is in the file: memory that is given back is lost.
    last = std::min(last, onDisk());
    for (; first < last; ++first) ::madvise(slot(first).load(std::memory_order_relaxed), kBytes, MADV_DONTNEED);
}

std::vector<std::string> RecordBlocks::diskFolders()
{
    std::vector<std::string> folders;
    if (const char* folder = std::getenv("TMPDIR"); folder && *folder) folders.emplace_back(folder);
    folders.emplace_back("/var/tmp");
    folders.emplace_back("/tmp");
    if (const char* folder = std::getenv("XDG_CACHE_HOME"); folder && *folder) folders.emplace_back(folder);
    else if (const char* home = std::getenv("HOME"); home && *home) folders.push_back(std::string(home) + "/.cache");
    return folders;
}

} // namespace loopscope
