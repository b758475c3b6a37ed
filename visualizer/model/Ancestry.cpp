#include "visualizer/model/Ancestry.h"

#include <algorithm>

namespace loopscope {

void Ancestry::note(const Record& record, std::uint64_t index, const LoopState& loop)
{
    const bool isOperation = record.kind == RecordKind::Op && record.opState() == OpState::Start;
    if (record.kind != RecordKind::Enqueue && !isOperation) return;
    const StackFrame* by = loop.callback();
    if (isOperation) m_operations.insert_or_assign({record.id, record.thread}, static_cast<Row>(m_rows.size()));
    m_rows.push_back({record.id, by ? by->id : 0, index, record.thread, isOperation});
}

void Ancestry::bringIndexUpToDate() const
{
    const auto link = [](Index& index, Key key, Row row) {
        const auto [it, isNew] = index.try_emplace(key, row);
        const Row older = isNew ? kNone : it->second;
        it->second = row;
        return older;
    };
    for (Row row = static_cast<Row>(m_olderOfId.size()); row < m_rows.size(); ++row) {
        const Origin& origin = m_rows[row];
        m_olderOfId.push_back(link(m_newestById, {origin.id, origin.thread}, row));
        m_olderSibling.push_back(origin.by == 0 ? kNone : link(m_newestByParent, {origin.by, origin.thread}, row));
    }
}

Ancestry::Row Ancestry::newestBefore(Key key, std::uint64_t cursor) const
{
    bringIndexUpToDate();
    const auto it = m_newestById.find(key);
    if (it == m_newestById.end()) return kNone;
    Row row = it->second;
    while (m_rows[row].record >= cursor && m_olderOfId[row] != kNone) row = m_olderOfId[row];
    return row;
}

std::optional<Ancestry::Origin> Ancestry::origin(std::uint64_t id, std::uint64_t cursor, std::uint16_t thread) const
{
    const Row row = newestBefore({id, thread}, cursor);
    return row == kNone ? std::nullopt : std::optional(m_rows[row]);
}

std::optional<Ancestry::Origin> Ancestry::operation(std::uint64_t id, std::uint16_t thread) const
{
    const auto it = m_operations.find({id, thread});
    return it == m_operations.end() ? std::nullopt : std::optional(m_rows[it->second]);
}

std::vector<Ancestry::Origin> Ancestry::chain(std::uint64_t id, std::uint64_t cursor, std::uint16_t thread, std::size_t limit) const
{
    std::vector<Origin> result;
    while (id != 0 && result.size() < limit) {
        Row row = newestBefore({id, thread}, cursor);
        if (row == kNone) break;
        // An interval re-arms itself, and the loop hands over finished work: the reason lies further back.
        while ((m_rows[row].by == id || m_rows[row].by == 0) && m_olderOfId[row] != kNone) row = m_olderOfId[row];
        result.push_back(m_rows[row]);
        id = m_rows[row].by == id ? 0 : m_rows[row].by;
        cursor = m_rows[row].record;
    }
    return result;
}

std::vector<std::uint64_t> Ancestry::offspring(std::uint64_t id, std::uint16_t thread, std::size_t limit) const
{
    bringIndexUpToDate();
    std::vector<std::uint64_t> result;
    const auto it = m_newestByParent.find({id, thread});
    for (Row row = it == m_newestByParent.end() ? kNone : it->second; row != kNone; row = m_olderSibling[row])
        if (m_rows[row].id != id) result.push_back(m_rows[row].id);
    std::reverse(result.begin(), result.end());
    std::vector<std::uint64_t> once;
    for (const std::uint64_t child : result) {
        if (once.size() == limit) break;
        if (std::find(once.begin(), once.end(), child) == once.end()) once.push_back(child);
    }
    return once;
}

} // namespace loopscope
