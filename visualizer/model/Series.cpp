#include "visualizer/model/Series.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace loopscope {

namespace {

constexpr std::uint8_t kUnseen = 0xff;
constexpr std::array<std::string_view, kMetricCount> kNames{"heap_used", "external", "elu", "delay", "active_handles"};

std::uint8_t numberOf(std::string_view name)
{
    const auto it = std::find(kNames.begin(), kNames.end(), name);
    return it == kNames.end() ? std::uint8_t{0} : static_cast<std::uint8_t>(it - kNames.begin() + 1);
}

} // namespace

void Series::note(const Record& r)
{
    switch (r.kind) {
    case RecordKind::Begin:
        // A damaged file may name a queue that there is not.
        if (!r.has(RecordFlag::Internal) && r.detail < kQueueCount) {
            auto& times = loopOf(r.thread).begun[r.detail];
            times.push_back(times.empty() ? r.time : std::max(r.time, times.back()));
        }
        break;
    case RecordKind::Phase:
    case RecordKind::Exit:
        loopOf(r.thread).delays.note(r);
        break;
    case RecordKind::Op:
        m_pool.note(r);
        break;
    case RecordKind::Gc: {
        LoopSeries& loop = loopOf(r.thread);
        loop.pauses.add(r.time, static_cast<float>(r.id));
        loop.pauseTypes.push_back(r.gcType());
        break;
    }
    case RecordKind::Metric:
        metric(r);
        break;
    case RecordKind::Lost:
        lost(r);
        break;
    default:
        break;
    }
}

void Series::metric(const Record& r)
{
    const auto type = static_cast<std::size_t>(r.type);
    if (m_names.size() <= type) m_names.resize(type + 1, kUnseen);
    if (m_names[type] == kUnseen) m_names[type] = numberOf(m_recording.dictionary().type(r.type));
    if (m_names[type] == 0 || !std::isfinite(r.metric())) return; // a damaged file may hold any bits
    loopOf(r.thread).metrics[m_names[type] - std::size_t{1}].add(r.time, static_cast<float>(r.metric()));
}

void Series::lost(const Record& r)
{
    if (r.thread < m_loops.size() && m_loops[r.thread]) m_loops[r.thread]->delays.note(r);
    const auto threads = m_recording.threads();
    if (r.thread < threads.size() && threads[r.thread].kind == ThreadKind::Pool) m_pool.forget(r.time);
}

LoopSeries& Series::loopOf(std::uint16_t thread)
{
    if (m_loops.size() <= thread) m_loops.resize(thread + std::size_t{1});
    auto& loop = m_loops[thread];
    if (!loop) loop = std::make_unique<LoopSeries>();
    return *loop;
}

std::vector<std::uint16_t> Series::loops() const
{
    std::vector<std::uint16_t> threads;
    for (std::size_t thread = 0; thread < m_loops.size(); ++thread)
        if (m_loops[thread]) threads.push_back(static_cast<std::uint16_t>(thread));
    return threads;
}

} // namespace loopscope
