#pragma once

#include "runtime/stream/Recording.h"
#include "visualizer/model/LoopState.h"
#include "visualizer/model/RowIndex.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace loopscope {

/// Who scheduled what: for each callback and operation the callback in which it was enqueued or started.
///
/// Thread: one. Lifetime: that of the TraceModel, not beyond the recording. The index over the rows is made when somebody first asks, but for that
/// of operations, which every label needs.
class Ancestry
{
public:
    /// One enqueueing of a callback or start of an operation.
    struct Origin {
        std::uint64_t id = 0;
        std::uint64_t by = 0;     ///< 0: the main script, or the loop itself
        std::uint64_t record = 0; ///< index of the Enqueue or Op record
        std::uint16_t thread = 0;
        bool isOperation = false;
    };

    explicit Ancestry(const Recording& recording) : m_recording(recording) {}

    /// `loop` as it is after the record.
    void note(const Record& record, std::uint64_t index, const LoopState& loop);

    /// The newest enqueueing of `id` among the first `cursor` records, else the first of all; none if it never was.
    std::optional<Origin> origin(std::uint64_t id, std::uint64_t cursor, std::uint16_t thread = 0) const;
    /// The start of the operation `id`, if it is one.
    std::optional<Origin> operation(std::uint64_t id, std::uint16_t thread = 0) const;
    /// `id` itself, then who scheduled it, and so on back to what the main script did; at most `limit`.
    std::vector<Origin> chain(std::uint64_t id, std::uint64_t cursor, std::uint16_t thread = 0, std::size_t limit = 64) const;
    /// What `id` scheduled, in order, each once; at most `limit`.
    std::vector<std::uint64_t> offspring(std::uint64_t id, std::uint16_t thread = 0, std::size_t limit = 1000) const;

private:
    using Row = RowIndex::Row;
    using Key = RowIndex::Key;
    static constexpr Row kNone = RowIndex::kNone;

    Origin at(Row row) const
    {
        const Record& record = m_recording.at(m_records[row]);
        return {record.id, m_by[row], m_records[row], record.thread, record.kind == RecordKind::Op};
    }
    Key keyOf(Row row) const { return {m_recording.at(m_records[row]).id, m_recording.at(m_records[row]).thread}; }
    Key parentOf(Row row) const { return {m_by[row], m_recording.at(m_records[row]).thread}; }
    void bringIndexUpToDate() const;
    Row newestBefore(Key key, std::uint64_t cursor) const;

    const Recording& m_recording;
    // A row is an enqueueing or a start: the index of its record, which says all but who did it.
    std::vector<std::uint32_t> m_records;
    std::vector<std::uint64_t> m_by;
    RowIndex m_operations;
    mutable RowIndex m_newestById, m_newestByParent;
    mutable std::vector<Row> m_olderOfId, m_olderSibling; // as long as the rows that are indexed
};

} // namespace loopscope
