#include "runtime/stream/Recording.h"

#include <algorithm>
#include <new>
#include <sys/mman.h>

namespace loopscope {

namespace {

constexpr std::align_val_t kPage{4096};

} // namespace

Recording::Recording(RunInfo info, std::shared_ptr<Dictionary> dictionary)
    : m_dictionary(std::move(dictionary)), m_info(std::move(info))
{
}

Recording::~Recording()
{
    for (auto& slot : m_directories) {
        Directory* directory = slot.load(std::memory_order_relaxed);
        if (!directory) break;
        for (auto& block : directory->blocks) ::operator delete(block.load(std::memory_order_relaxed), kPage);
        delete directory;
    }
}

Record* Recording::writableBlock(std::uint64_t n)
{
    auto& slot = m_directories[n / kFanOut];
    if (!slot.load(std::memory_order_relaxed)) slot.store(new Directory, std::memory_order_release);
    auto& block = slot.load(std::memory_order_relaxed)->blocks[n % kFanOut];
    if (!block.load(std::memory_order_relaxed)) block.store(newBlock(n), std::memory_order_release);
    return block.load(std::memory_order_relaxed);
}

// Room only: append() writes each record before size() counts it. In a long recording the system is asked for a block's pages
// all at once. Page by page they took a quarter of the time in which a storm of events is collected; huge pages were no
// better, since now and then it takes the system long to find one.
Record* Recording::newBlock(std::uint64_t n)
{
    constexpr std::uint64_t kSmall = 4;
    constexpr std::size_t bytes = kBlockSize * sizeof(Record);
    void* const room = ::operator new(bytes, kPage);
#ifdef MADV_POPULATE_WRITE
    if (n >= kSmall) madvise(room, bytes, MADV_POPULATE_WRITE);
#endif
    return static_cast<Record*>(room);
}

void Recording::append(std::span<const Record> records)
{
    std::uint64_t size = m_size.load(std::memory_order_relaxed);
    std::uint64_t last = m_lastTime.load(std::memory_order_relaxed);
    while (!records.empty()) {
        const std::size_t offset = size % kBlockSize;
        const std::size_t count = std::min(records.size(), kBlockSize - offset);
        std::copy_n(records.data(), count, writableBlock(size / kBlockSize) + offset);
        for (std::size_t i = 0; i < count; ++i) last = std::max(last, records[i].time);
        size += count;
        records = records.subspan(count);
        m_lastTime.store(last, std::memory_order_release);
        m_size.store(size, std::memory_order_release);
    }
}

std::span<const Record> Recording::run(std::uint64_t first, std::uint64_t end) const noexcept
{
    end = std::min(end, size());
    if (first >= end) return {};
    const std::size_t offset = first % kBlockSize;
    return {block(first / kBlockSize) + offset, std::min<std::uint64_t>(end - first, kBlockSize - offset)};
}

std::uint64_t Recording::cursorAt(std::uint64_t time) const noexcept
{
    std::uint64_t low = 0, high = size();
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (at(middle).time <= time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

RunInfo Recording::info() const
{
    std::scoped_lock lock(m_mutex);
    return m_info;
}

std::vector<ThreadInfo> Recording::threads() const
{
    std::scoped_lock lock(m_mutex);
    return m_threads;
}

std::vector<std::string> Recording::damages() const
{
    std::scoped_lock lock(m_mutex);
    return m_damages;
}

std::uint16_t Recording::addThread(ThreadInfo info)
{
    std::scoped_lock lock(m_mutex);
    m_threads.push_back(std::move(info));
    return static_cast<std::uint16_t>(m_threads.size() - 1);
}

void Recording::setInfo(RunInfo info)
{
    std::scoped_lock lock(m_mutex);
    m_info = std::move(info);
}

void Recording::addDamage(std::string sentence)
{
    std::scoped_lock lock(m_mutex);
    m_damages.push_back(std::move(sentence));
}

} // namespace loopscope
