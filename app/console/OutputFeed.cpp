#include "app/console/OutputFeed.h"

#include <algorithm>

namespace loopscope {

void OutputFeed::setRecording(std::shared_ptr<Recording> recording)
{
    m_recording = std::move(recording);
    m_seen = 0;
    m_pieces.clear();
    extend();
}

bool OutputFeed::extend()
{
    if (!m_recording) return false;
    const std::size_t before = m_pieces.size();
    const std::uint64_t end = m_recording->size();
    m_recording->scan(m_seen, end, [this](const Record& record, std::uint64_t index) {
        if (record.kind == RecordKind::Stdout || record.kind == RecordKind::Stderr)
            m_pieces.push_back({index, record.text(), record.kind == RecordKind::Stderr});
    });
    m_seen = end;
    return m_pieces.size() != before;
}

std::size_t OutputFeed::countAt(std::uint64_t cursor) const
{
    const auto end = std::lower_bound(m_pieces.begin(), m_pieces.end(), cursor, [](const Piece& p, std::uint64_t c) { return p.record < c; });
    return std::size_t(end - m_pieces.begin());
}

} // namespace loopscope
