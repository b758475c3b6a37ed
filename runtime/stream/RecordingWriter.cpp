#include "runtime/stream/RecordingWriter.h"

#include "runtime/stream/Bytes.h"
#include "runtime/stream/DictionaryCodec.h"
#include "runtime/stream/RecordCodec.h"
#include "runtime/stream/RunInfoCodec.h"

namespace loopscope {

RecordingWriter::RecordingWriter(std::string path, OutputFile::Appears appears) : m_file(std::move(path), appears)
{
    const std::string header = fileHeader();
    m_file.write(header);
    m_offset = header.size();
}

bool RecordingWriter::update(const Recording& recording, bool onlyFullChunks)
{
    // In this order: whatever the records up to `size` refer to is there when we ask for it after them.
    std::uint64_t size = recording.size();
    if (onlyFullChunks) size -= size % Recording::kBlockSize;
    writeRun(recording.info());
    writeThreads(recording.threads());
    const Dictionary::Extent extent = recording.dictionary().extent();
    while (m_dictionary != extent)
        writeChunk({.kind = ChunkKind::Dictionary}, encodeDictionary(recording.dictionary(), m_dictionary, extent));
    while (m_records < size && error().empty()) writeRecords(recording.run(m_records, size));
    return error().empty();
}

bool RecordingWriter::finish(const Recording& recording)
{
    if (!update(recording)) return false;
    writeChunk({.kind = ChunkKind::End}, encodeRunEnd({recording.size(), recording.lost(), recording.damages()}));
    writeIndex();
    return m_file.commit();
}

void RecordingWriter::writeChunk(ChunkHeader header, std::string_view body)
{
    const std::string bytes = m_packer.pack(header, body);
    if (!m_file.write(bytes)) return;
    m_index.push_back({header, m_offset});
    m_offset += bytes.size();
}

void RecordingWriter::writeRun(const RunInfo& info)
{
    std::string body = encodeRunInfo(info);
    if (body == m_run) return;
    writeChunk({.kind = ChunkKind::Run}, body);
    m_run = std::move(body);
}

void RecordingWriter::writeThreads(const std::vector<ThreadInfo>& threads)
{
    if (threads.size() == m_threads) return;
    std::string body;
    ByteWriter writer(body);
    for (std::size_t i = m_threads; i < threads.size(); ++i) {
        writer.fixed(static_cast<std::uint8_t>(threads[i].kind), 1);
        writer.text(threads[i].name);
    }
    writeChunk({.kind = ChunkKind::Threads, .first = m_threads, .count = static_cast<std::uint32_t>(threads.size() - m_threads)},
               body);
    m_threads = threads.size();
}

void RecordingWriter::writeRecords(std::span<const Record> records)
{
    ChunkHeader header{.kind = ChunkKind::Records,
                       .first = m_records,
                       .count = static_cast<std::uint32_t>(records.size()),
                       .firstTime = records.front().time,
                       .lastTime = records.back().time};
    writeChunk(header, encodeRecords(records));
    m_records += records.size();
}

void RecordingWriter::writeIndex()
{
    const std::string body = encodeIndex(m_index);
    const std::uint64_t offset = m_offset;
    writeChunk({.kind = ChunkKind::Index}, body);
    m_file.write(trailer(offset));
    m_offset += kTrailerSize;
}

} // namespace loopscope
