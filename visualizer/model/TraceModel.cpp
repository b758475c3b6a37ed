#include "visualizer/model/TraceModel.h"

#include <algorithm>
#include <utility>

namespace loopscope {

TraceModel::TraceModel(std::shared_ptr<Recording> recording, TraceState before)
    : m_recording(std::move(recording)), m_history(*m_recording, std::move(before)), m_spans(*m_recording), m_ancestry(*m_recording), m_findings(*m_recording), m_series(*m_recording), m_labels(*m_recording, m_ancestry)
{
}

bool TraceModel::extend(std::uint64_t most)
{
    const std::uint64_t size = m_recording->size();
    const std::uint64_t end = extent() + std::min(most, size - extent());
    m_recording->scan(extent(), end, [this](const Record& record, std::uint64_t index) { takeIn(record, index); });
    return end == size;
}

void TraceModel::takeIn(const Record& record, std::uint64_t index)
{
    m_history.append(record, &m_spans);
    m_spans.note(record, index);
    m_navigation.note(record, index);
    m_series.note(record);
    const auto& loops = m_history.newest().loops;
    const auto loop = loops.find(record.thread);
    const bool hasLoop = loop != loops.end();
    if (hasLoop) m_ancestry.note(record, index, loop->second);
    m_findings.note(record, index, hasLoop ? &loop->second : nullptr);
}

} // namespace loopscope
