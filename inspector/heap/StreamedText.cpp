#include "inspector/heap/StreamedText.h"

#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace loopscope::heap
{

StreamedText::StreamedText(std::uint64_t longest) : m_longest(longest)
{
    void* memory = mmap(nullptr, longest, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        m_longest = 0;
        m_finished = true;
    } else {
        m_data = static_cast<char*>(memory);
    }
}

StreamedText::~StreamedText()
{
    if (m_data) munmap(m_data, m_longest);
}

bool StreamedText::append(std::string_view chunk)
{
    std::unique_lock lock(m_mutex);
    if (m_finished) return false;
    if (chunk.size() > m_longest - m_size) {
        m_finished = true;
        m_more.notify_all();
        return false;
    }
    char* const place = m_data + m_size;
    lock.unlock(); // nobody reads beyond m_size
    std::memcpy(place, chunk.data(), chunk.size());
    lock.lock();
    m_size += chunk.size();
    m_more.notify_all();
    return true;
}

void StreamedText::finish()
{
    const std::lock_guard lock(m_mutex);
    m_finished = true;
    m_more.notify_all();
}

std::uint64_t StreamedText::waitFor(std::uint64_t wanted)
{
    std::unique_lock lock(m_mutex);
    m_more.wait(lock, [&] { return m_finished || m_size >= wanted; });
    return m_size;
}

void StreamedText::release(std::uint64_t begin, std::uint64_t end)
{
    static const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    const std::uint64_t first = (begin + page - 1) / page * page;
    const std::uint64_t last = end / page * page;
    if (first < last) madvise(m_data + first, last - first, MADV_DONTNEED);
}

} // namespace loopscope::heap
