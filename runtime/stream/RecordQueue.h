#pragma once

#include "runtime/events/Record.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace loopscope {

/// Records on their way, in one piece of memory that grows and is used again: put in at the end, taken from the front.
///
/// Thread: one. Memory for new records is not cleared before it is written, which a std::vector would do.
class RecordQueue
{
public:
    bool empty() const { return m_begin == m_end; }
    std::size_t size() const { return m_end - m_begin; }
    Record& front() { return m_records[m_begin]; }
    std::span<Record> all() { return {m_records.get() + m_begin, size()}; }

    /// Where up to `most` records may be written after the last one. Good until the next call.
    Record* room(std::size_t most)
    {
        if (empty()) m_begin = m_end = 0;
        if (m_end + most > m_capacity) makeRoom(most);
        return m_records.get() + m_end;
    }
    /// They were, up to `end`.
    void added(const Record* end) { m_end = static_cast<std::size_t>(end - m_records.get()); }
    void drop(std::size_t count) { m_begin += count; }

private:
    struct Free {
        void operator()(Record* records) const { ::operator delete(records); }
    };
    void makeRoom(std::size_t most)
    {
        const std::size_t count = size();
        if (count + most > m_capacity) {
            m_capacity = std::max((count + most) * 2, m_capacity);
            std::unique_ptr<Record[], Free> larger(static_cast<Record*>(::operator new(m_capacity * sizeof(Record))));
            std::copy_n(m_records.get() + m_begin, count, larger.get());
            m_records = std::move(larger);
        } else {
            std::copy_n(m_records.get() + m_begin, count, m_records.get());
        }
        m_begin = 0;
        m_end = count;
    }

    std::unique_ptr<Record[], Free> m_records;
    std::size_t m_capacity = 0, m_begin = 0, m_end = 0;
};

} // namespace loopscope
