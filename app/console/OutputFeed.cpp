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
    while (m_seen < end) {
        const std::span<const Record> records = m_recording->run(m_seen, end);
        for (std::size_t i = 0; i < records.size(); ++i) {
            const RecordKind kind = records[i].kind;
            if (kind == RecordKind::Stdout || kind == RecordKind::Stderr)
                m_pieces.push_back({m_seen + i, records[i].text(), kind == RecordKind::Stderr});
        }
        m_seen += records.size();
    }
    return m_pieces.size() != before;
}

std::size_t OutputFeed::countAt(std::uint64_t cursor) const
{
    const auto end = std::lower_bound(m_pieces.begin(), m_pieces.end(), cursor, [](const Piece& p, std::uint64_t c) { return p.record < c; });
    return std::size_t(end - m_pieces.begin());
}

} // namespace loopscope
