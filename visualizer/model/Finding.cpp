#include "visualizer/model/Finding.h"

#include <algorithm>

namespace loopscope {

Severity severityOf(FindingKind kind)
{
    switch (kind) {
    case FindingKind::UnhandledRejection: return Severity::Error;
    case FindingKind::OneAfterAnother:
    case FindingKind::HeapGrows:
    case FindingKind::PendingPromise: return Severity::Info;
    default: return Severity::Warning;
    }
}

FindingList::Key FindingList::keyOf(const Finding& f)
{
    const bool isOfOperations = f.kind == FindingKind::PoolWait || f.kind == FindingKind::OneAfterAnother;
    const auto what = isOfOperations ? f.type : f.kind == FindingKind::GcPause ? static_cast<TypeId>(f.gc) : f.frame.type;
    return {std::uint64_t{static_cast<std::uint32_t>(f.site)} << 32 | std::uint64_t{static_cast<std::uint16_t>(what)} << 8 | static_cast<std::uint8_t>(f.kind),
            f.thread};
}

bool isSame(const Finding& a, const Finding& b) { return FindingList::keyOf(a) == FindingList::keyOf(b); }

std::pair<std::uint64_t, std::uint64_t> stretchOf(const Finding& f)
{
    switch (f.kind) {
    case FindingKind::LongCallback:
    case FindingKind::LongDrain:
    case FindingKind::PoolWait:
    case FindingKind::OneAfterAnother: return {f.time, f.time + f.worst};
    case FindingKind::LateTimer:
    case FindingKind::HeapGrows:
    case FindingKind::GcPause: return {f.time - std::min(f.time, f.worst), f.time};
    default: return {f.time, f.time};
    }
}

bool FindingList::touches(const Finding& finding, std::uint64_t from, std::uint64_t to) const
{
    const auto row = m_rows.find(keyOf(finding));
    return row != m_rows.end() && std::ranges::any_of(m_stretches[row->second], [from, to](const auto& s) { return s.first <= to && s.second >= from; });
}

void FindingList::add(const Finding& finding)
{
    const Key key = keyOf(finding);
    const auto known = m_rows.find(key);
    if (known == m_rows.end() && m_all.size() >= m_most) {
        m_untold += finding.count;
        ++m_revision;
        return;
    }
    ++m_revision;
    if (known != m_rows.end()) {
        m_stretches[known->second].push_back(stretchOf(finding));
        return merge(m_all[known->second], finding);
    }
    m_rows.emplace(key, m_all.size());
    m_all.push_back(finding);
    m_stretches.push_back({stretchOf(finding)});
    if (finding.firstTime == 0) m_all.back().firstTime = finding.time;
}

void FindingList::merge(Finding& into, const Finding& other)
{
    const std::uint64_t count = into.count + other.count, firstTime = into.firstTime;
    const std::uint64_t most = std::max(into.amount, other.amount), sum = into.amount + other.amount;
    if (other.worst > into.worst) into = other;
    into.count = count;
    into.firstTime = firstTime;
    if (into.kind == FindingKind::PoolWait) into.amount = most;
    if (into.kind == FindingKind::RecordsLost) into.amount = sum;
}

void FindingList::join(std::vector<Finding>& all, const Finding& finding)
{
    const auto like = std::ranges::find_if(all, [&finding](const Finding& f) { return isSame(f, finding); });
    if (like == all.end()) all.push_back(finding);
    else merge(*like, finding);
}

SiteId ownSite(const Recording& recording, StackId stack)
{
    if (stack == StackId::None) return SiteId::None;
    for (const SiteId frame : recording.dictionary().frames(stack))
        if (!recording.dictionary().site(frame).internal) return frame;
    return SiteId::None;
}

} // namespace loopscope
