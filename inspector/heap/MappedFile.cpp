#include "inspector/heap/MappedFile.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loopscope::heap
{

namespace
{

SnapshotError failure(const char* what, const std::string& path)
{
    return {0, std::string("Cannot ") + what + " " + path + ": " + std::strerror(errno)};
}

struct Descriptor {
    int number;
    ~Descriptor()
    {
        if (number >= 0) close(number);
    }
};

} // namespace

std::variant<std::unique_ptr<MappedFile>, SnapshotError> MappedFile::open(const std::string& path)
{
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number < 0) return failure("open", path);
    struct stat about {
    };
    if (fstat(file.number, &about) != 0) return failure("look at", path);
    if (!S_ISREG(about.st_mode)) return SnapshotError{0, "Cannot read " + path + ": it is not a file"};
    if (about.st_size == 0) return SnapshotError{0, "Cannot read " + path + ": it is empty"};
    const auto size = static_cast<std::uint64_t>(about.st_size);
    void* data = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
    if (data == MAP_FAILED) return failure("map", path);
    madvise(data, size, MADV_SEQUENTIAL);
    return std::unique_ptr<MappedFile>(new MappedFile(static_cast<const char*>(data), size));
}

MappedFile::~MappedFile()
{
    munmap(const_cast<char*>(m_data), m_size);
}

void MappedFile::release(std::uint64_t begin, std::uint64_t end)
{
    static const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    const std::uint64_t first = (begin + page - 1) / page * page;
    const std::uint64_t last = end / page * page;
    if (first < last) madvise(const_cast<char*>(m_data) + first, last - first, MADV_DONTNEED);
}

} // namespace loopscope::heap
