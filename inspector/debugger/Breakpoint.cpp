#include "inspector/debugger/Breakpoint.h"

#include <QJsonObject>

#include <algorithm>
#include <tuple>

namespace loopscope {

const Breakpoint* BreakpointList::find(int id) const
{
    const auto found = std::ranges::find(m_all, id, &Breakpoint::id);
    return found == m_all.end() ? nullptr : &*found;
}

const Breakpoint* BreakpointList::at(const QString& path, int line) const
{
    const auto found = std::ranges::find_if(m_all, [&](const Breakpoint& b) { return b.line == line && b.path == path; });
    return found == m_all.end() ? nullptr : &*found;
}

std::vector<Breakpoint>::iterator BreakpointList::iterator(int id) { return std::ranges::find(m_all, id, &Breakpoint::id); }

BreakpointState BreakpointList::state(int id) const
{
    const auto found = std::ranges::find(m_states, id, &std::pair<int, BreakpointState>::first);
    return found == m_states.end() ? BreakpointState{} : found->second;
}

void BreakpointList::sort()
{
    std::ranges::stable_sort(m_all, {}, [](const Breakpoint& b) { return std::tie(b.path, b.line, b.column); });
}

int BreakpointList::add(Breakpoint breakpoint)
{
    for (const Breakpoint& other : m_all)
        if (other.path == breakpoint.path && other.line == breakpoint.line && other.column == breakpoint.column) {
            remove(other.id);
            break;
        }
    breakpoint.id = ++m_last;
    m_all.push_back(breakpoint);
    sort();
    emit added(breakpoint.id);
    return breakpoint.id;
}

void BreakpointList::update(const Breakpoint& breakpoint)
{
    const auto own = iterator(breakpoint.id);
    if (own == m_all.end() || *own == breakpoint) return;
    *own = breakpoint;
    sort();
    emit changed(breakpoint.id);
}

void BreakpointList::remove(int id)
{
    const auto own = iterator(id);
    if (own == m_all.end()) return;
    m_all.erase(own);
    std::erase_if(m_states, [id](const auto& state) { return state.first == id; });
    emit removed(id);
}

void BreakpointList::clear()
{
    while (!m_all.empty()) remove(m_all.back().id);
}

int BreakpointList::toggle(const QString& path, int line)
{
    const auto same = [&](const Breakpoint& b) { return b.path == path && (b.line == line || (state(b.id).kind == BreakpointState::Kind::Bound && state(b.id).line == line)); };
    const auto found = std::ranges::find_if(m_all, same);
    if (found == m_all.end()) return add({.path = path, .line = line});
    remove(found->id);
    return 0;
}

int BreakpointList::toggleColumn(const QString& path, int line, int column)
{
    const auto same = [&](const Breakpoint& b) {
        const BreakpointState now = state(b.id);
        const bool standsThere = now.kind == BreakpointState::Kind::Bound && now.line == line && now.column == column;
        return b.path == path && b.column > 0 && ((b.line == line && b.column == column) || standsThere);
    };
    const auto found = std::ranges::find_if(m_all, same);
    if (found == m_all.end()) return add({.path = path, .line = line, .column = column});
    remove(found->id);
    return 0;
}

void BreakpointList::moveLine(int id, int line)
{
    const auto own = iterator(id);
    if (own == m_all.end() || own->line == line) return;
    own->line = line;
    sort();
    emit moved(id);
}

void BreakpointList::rename(const QString& from, const QString& to)
{
    for (Breakpoint& b : m_all)
        if (b.path == from) b.path = to;
        else if (b.path.startsWith(from + u'/')) b.path = to + b.path.mid(from.size());
    sort();
    emit reset();
}

void BreakpointList::setState(int id, const BreakpointState& state)
{
    if (!find(id) || this->state(id) == state) return;
    const auto own = std::ranges::find(m_states, id, &std::pair<int, BreakpointState>::first);
    if (own == m_states.end()) m_states.emplace_back(id, state);
    else own->second = state;
    emit stateChanged(id);
}

void BreakpointList::forgetStates()
{
    m_states.clear();
    for (const Breakpoint& b : m_all) emit stateChanged(b.id);
}

QJsonArray BreakpointList::toJson() const
{
    QJsonArray all;
    for (const Breakpoint& b : m_all) {
        QJsonObject one{{"path", b.path}, {"line", b.line}};
        if (b.column) one["column"] = b.column;
        if (!b.condition.isEmpty()) one["condition"] = b.condition;
        if (b.hits) one["hits"] = b.hits;
        if (!b.logMessage.isEmpty()) one["logMessage"] = b.logMessage;
        if (!b.isEnabled) one["enabled"] = false;
        all.append(one);
    }
    return all;
}

void BreakpointList::fromJson(const QJsonArray& json)
{
    m_all.clear();
    m_states.clear();
    for (const auto& value : json) {
        const QJsonObject one = value.toObject();
        Breakpoint b{.path = one["path"].toString(), .line = one["line"].toInt(), .column = std::max(0, one["column"].toInt()), .condition = one["condition"].toString(),
            .hits = std::max(0, one["hits"].toInt()), .logMessage = one["logMessage"].toString(), .isEnabled = one["enabled"].toBool(true)};
        const auto isSame = [&b](const Breakpoint& other) { return other.path == b.path && other.line == b.line && other.column == b.column; };
        if (b.path.isEmpty() || b.line < 1 || std::ranges::any_of(m_all, isSame)) continue;
        b.id = ++m_last;
        m_all.push_back(std::move(b));
    }
    sort();
    emit reset();
}

} // namespace loopscope
