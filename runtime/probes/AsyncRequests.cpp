#include "runtime/probes/AsyncRequests.h"

#include <utility>

namespace loopscope {

AsyncRequests::Request& AsyncRequests::add(std::uint64_t asyncId)
{
    if ((m_count + 1) * 2 > m_slots.size()) grow();
    std::size_t i = home(asyncId);
    while (m_slots[i].asyncId != 0 && m_slots[i].asyncId != asyncId)
        i = (i + 1) & (m_slots.size() - 1);
    if (m_slots[i].asyncId == 0) ++m_count;
    m_slots[i] = {};
    m_slots[i].asyncId = asyncId;
    return m_slots[i];
}

AsyncRequests::Request* AsyncRequests::find(std::uint64_t asyncId)
{
    for (std::size_t i = home(asyncId); m_slots[i].asyncId != 0; i = (i + 1) & (m_slots.size() - 1))
        if (m_slots[i].asyncId == asyncId) return &m_slots[i];
    return nullptr;
}

void AsyncRequests::remove(std::uint64_t asyncId)
{
    Request* const found = find(asyncId);
    if (!found) return;
    --m_count;
    // What follows moves up, so that no search ends at the hole.
    std::size_t hole = static_cast<std::size_t>(found - m_slots.data());
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t i = (hole + 1) & mask; m_slots[i].asyncId != 0; i = (i + 1) & mask) {
        if (((i - home(m_slots[i].asyncId)) & mask) < ((i - hole) & mask)) continue;
        m_slots[hole] = m_slots[i];
        hole = i;
    }
    m_slots[hole] = {};
}

void AsyncRequests::grow()
{
    std::vector<Request> old(m_slots.size() * 2);
    old.swap(m_slots);
    m_count = 0;
    for (const Request& request : old)
        if (request.asyncId != 0) add(request.asyncId) = request;
}

} // namespace loopscope
