#pragma once

#include "inspector/heap/SnapshotError.h"
#include "inspector/heap/SnapshotText.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace loopscope::heap
{

/// A piece of an array of numbers that holds whole records only.
struct NumberBlock {
    std::uint64_t begin = 0;  ///< bytes
    std::uint64_t end = 0;    ///< bytes; a comma or the closing bracket stands here
    std::uint64_t record = 0; ///< index of the first record
    std::uint64_t records = 0;
};

/// Cuts a long array of numbers into blocks that can be read apart from each other, since each knows the index of its
/// first record. Any number of threads may take blocks; counting commas is so much cheaper than reading numbers that
/// the lock is no hindrance, and the block is still in the cache for the thread that counted.
class NumberBlocks
{
public:
    /// `begin` is behind the opening bracket; `what` ("the nodes") is for errors and must outlive this.
    NumberBlocks(SnapshotText& text, std::uint64_t begin, std::uint64_t fields, std::string_view what)
        : m_text(text), m_fields(fields), m_what(what), m_at(begin)
    {
    }

    /// False when there are no more. Throws SnapshotError.
    bool next(NumberBlock& block);
    /// Nobody gets a block from now on.
    void stop();

    /// After the last block: behind the closing bracket, and how many records there were.
    std::uint64_t end() const { return m_at; }
    std::uint64_t records() const { return m_record; }
    std::string_view what() const { return m_what; }

private:
    std::uint64_t lastWholeRecord(std::uint64_t end, std::uint64_t commas) const;

    SnapshotText& m_text;
    const std::uint64_t m_fields;
    const std::string_view m_what;
    std::mutex m_mutex;
    std::uint64_t m_at;
    std::uint64_t m_record = 0;
    bool m_ended = false;
};

} // namespace loopscope::heap
