#include "visualizer/model/Ancestry.h"

#include <algorithm>

namespace loopscope {

void Ancestry::note(const Record& record, std::uint64_t index, const LoopState& loop)
{
    const bool isOperation = record.kind == RecordKind::Op && record.opState() == OpState::Start;
    if (record.kind != RecordKind::Enqueue && !isOperation) return;
    const StackFrame* by = loop.callback();
    const auto row = static_cast<Row>(m_records.size());
    m_records.push_back(static_cast<std::uint32_t>(index));
    m_by.push_back(by ? by->id : 0);
    if (isOperation) m_operations.put({record.id, record.thread}, row, [this](Row r) { return keyOf(r); });
}

void Ancestry::bringIndexUpToDate() const
{
    for (Row row = static_cast<Row>(m_olderOfId.size()); row < m_records.size(); ++row) {
        m_olderOfId.push_back(m_newestById.put(keyOf(row), row, [this](Row r) { return keyOf(r); }));
        m_olderSibling.push_back(m_by[row] == 0 ? kNone : m_newestByParent.put(parentOf(row), row, [this](Row r) { return parentOf(r); }));
    }
}

Ancestry::Row Ancestry::newestBefore(Key key, std::uint64_t cursor) const
{
    bringIndexUpToDate();
    Row row = m_newestById.find(key, [this](Row r) { return keyOf(r); });
    while (row != kNone && m_records[row] >= cursor && m_olderOfId[row] != kNone) row = m_olderOfId[row];
    return row;
}

std::optional<Ancestry::Origin> Ancestry::origin(std::uint64_t id, std::uint64_t cursor, std::uint16_t thread) const
{
    const Row row = newestBefore({id, thread}, cursor);
    return row == kNone ? std::nullopt : std::optional(at(row));
}

std::optional<Ancestry::Origin> Ancestry::operation(std::uint64_t id, std::uint16_t thread) const
{
    const Row row = m_operations.find({id, thread}, [this](Row r) { return keyOf(r); });
    return row == kNone ? std::nullopt : std::optional(at(row));
}

std::vector<Ancestry::Origin> Ancestry::chain(std::uint64_t id, std::uint64_t cursor, std::uint16_t thread, std::size_t limit) const
{
    std::vector<Origin> result;
    while (id != 0 && result.size() < limit) {
        Row row = newestBefore({id, thread}, cursor);
        if (row == kNone) break;
        // An interval re-arms itself, and the loop hands over finished work: the reason lies further back.
        while ((m_by[row] == id || m_by[row] == 0) && m_olderOfId[row] != kNone) row = m_olderOfId[row];
        result.push_back(at(row));
        id = m_by[row] == id ? 0 : m_by[row];
        cursor = m_records[row];
    }
    return result;
}

std::vector<std::uint64_t> Ancestry::offspring(std::uint64_t id, std::uint16_t thread, std::size_t limit) const
{
    bringIndexUpToDate();
    std::vector<std::uint64_t> result;
    for (Row row = m_newestByParent.find({id, thread}, [this](Row r) { return parentOf(r); }); row != kNone; row = m_olderSibling[row])
        if (keyOf(row).id != id) result.push_back(keyOf(row).id);
    std::reverse(result.begin(), result.end());
    std::vector<std::uint64_t> once;
    for (const std::uint64_t child : result) {
        if (once.size() == limit) break;
        if (std::find(once.begin(), once.end(), child) == once.end()) once.push_back(child);
    }
    return once;
}

} // namespace loopscope
