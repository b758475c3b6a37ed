#include "runtime/stream/Recording.h"

#include <algorithm>

namespace loopscope {

Recording::Recording(RunInfo info, std::shared_ptr<Dictionary> dictionary)
    : m_dictionary(std::move(dictionary)), m_info(std::move(info))
{
}

void Recording::append(std::span<const Record> records)
{
    std::uint64_t size = m_size.load(std::memory_order_relaxed);
    std::uint64_t last = m_lastTime.load(std::memory_order_relaxed);
    while (!records.empty()) {
        const std::size_t offset = size % kBlockSize;
        const std::size_t count = std::min(records.size(), kBlockSize - offset);
        std::copy_n(records.data(), count, m_blocks.writable(size / kBlockSize) + offset);
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
    return {m_blocks[first / kBlockSize] + offset, std::min<std::uint64_t>(end - first, kBlockSize - offset)};
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
