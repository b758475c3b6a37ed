#pragma once

#include "visualizer/model/LoopState.h"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// Who scheduled what: for each callback and operation the callback in which it was enqueued or started.
///
/// Thread: one. Lifetime: that of the TraceModel. The index over the rows is made when somebody first asks, but for that
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
    struct Key {
        std::uint64_t id;
        std::uint16_t thread;
        bool operator==(const Key&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const { return (key.id + key.thread) * 0x9e3779b97f4a7c15u; }
    };
    using Row = std::uint32_t;
    static constexpr Row kNone = ~Row{0};
    using Index = std::unordered_map<Key, Row, Hash>;

    void bringIndexUpToDate() const;
    Row newestBefore(Key key, std::uint64_t cursor) const;

    std::vector<Origin> m_rows;
    Index m_operations;
    mutable Index m_newestById, m_newestByParent;
    mutable std::vector<Row> m_olderOfId, m_olderSibling; // as long as the rows that are indexed
};

} // namespace loopscope
