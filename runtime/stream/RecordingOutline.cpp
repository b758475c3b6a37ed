#include "runtime/stream/RecordingOutline.h"

#include "runtime/stream/Bytes.h"
#include "runtime/stream/Chunk.h"
#include "runtime/stream/RunInfoCodec.h"

#include <algorithm>
#include <fstream>

namespace loopscope {

namespace {

class SeekableFile
{
public:
    explicit SeekableFile(const std::string& path) : m_file(path, std::ios::binary | std::ios::ate)
    {
        if (m_file) m_size = static_cast<std::uint64_t>(std::max<std::streamoff>(m_file.tellg(), 0));
    }
    std::uint64_t size() const { return m_size; }
    /// Empty if they are not all there.
    std::string bytes(std::uint64_t offset, std::uint64_t count)
    {
        if (offset > m_size || count > m_size - offset) return {};
        std::string result(count, '\0');
        m_file.clear();
        m_file.seekg(static_cast<std::streamoff>(offset));
        m_file.read(result.data(), static_cast<std::streamsize>(count));
        return m_file ? result : std::string();
    }
    std::optional<std::string> body(std::uint64_t offset, ChunkKind kind)
    {
        const auto header = ChunkHeader::parse(bytes(offset, ChunkHeader::kSize));
        if (!header || header->kind != kind) return std::nullopt;
        return unpackChunk(*header, bytes(offset, ChunkHeader::kSize + header->storedSize));
    }

private:
    std::ifstream m_file;
    std::uint64_t m_size = 0;
};

} // namespace

std::optional<RecordingOutline> recordingOutline(const std::string& path)
{
    SeekableFile file(path);
    if (file.size() < kFileHeaderSize + kTrailerSize) return std::nullopt;
    if (judgeFileHeader(file.bytes(0, kFileHeaderSize)) != FileHeaderState::Sound) return std::nullopt;
    const auto indexOffset = parseTrailer(file.bytes(file.size() - kTrailerSize, kTrailerSize));
    const auto body = indexOffset ? file.body(*indexOffset, ChunkKind::Index) : std::nullopt;
    const auto index = body ? decodeIndex(*body) : std::nullopt;
    if (!index) return std::nullopt;

    RecordingOutline outline;
    outline.fileSize = file.size();
    bool ended = false;
    for (const IndexEntry& entry : *index) {
        outline.duration = std::max(outline.duration, entry.header.lastTime);
        if (entry.header.kind != ChunkKind::Run && entry.header.kind != ChunkKind::End) continue;
        const auto content = file.body(entry.offset, entry.header.kind);
        if (!content) return std::nullopt;
        if (entry.header.kind == ChunkKind::Run) outline.info = decodeRunInfo(*content).value_or(RunInfo{});
        if (const auto end = entry.header.kind == ChunkKind::End ? decodeRunEnd(*content) : std::nullopt) {
            outline.records = end->records;
            outline.lost = end->lost;
            ended = true;
        }
    }
    return ended ? std::optional(outline) : std::nullopt;
}

} // namespace loopscope
