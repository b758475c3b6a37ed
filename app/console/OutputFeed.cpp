#include "app/console/OutputFeed.h"

#include "runtime/stream/Continuation.h"

#include <algorithm>
#include <utility>

namespace loopscope {

void OutputFeed::setRecording(std::shared_ptr<Recording> recording)
{
    const std::shared_ptr<Recording> before = std::exchange(m_recording, std::move(recording));
    carryOver(before.get(), m_recording.get(), m_pieces, m_seen, [this](auto first, auto end, auto& pieces) { look(first, end, pieces); });
    extend();
}

bool OutputFeed::extend()
{
    if (!m_recording) return false;
    const std::size_t before = m_pieces.size();
    const std::uint64_t end = m_recording->size();
    look(m_seen, end, m_pieces);
    m_seen = end;
    return m_pieces.size() != before;
}

void OutputFeed::look(std::uint64_t first, std::uint64_t end, std::vector<Piece>& pieces) const
{
    m_recording->scan(first, end, [&pieces](const Record& record, std::uint64_t index) {
        if (record.kind == RecordKind::Stdout || record.kind == RecordKind::Stderr)
            pieces.push_back({index, record.text(), record.kind == RecordKind::Stderr});
    });
}

std::size_t OutputFeed::countBefore(std::uint64_t time) const
{
    const auto end = std::ranges::lower_bound(m_pieces, time, {}, [this](const Piece& p) { return m_recording->at(p.record).time; });
    return std::size_t(end - m_pieces.begin());
}

std::size_t OutputFeed::countAt(std::uint64_t cursor) const
{
    const auto end = std::lower_bound(m_pieces.begin(), m_pieces.end(), cursor, [](const Piece& p, std::uint64_t c) { return p.record < c; });
    return std::size_t(end - m_pieces.begin());
}

} // namespace loopscope
