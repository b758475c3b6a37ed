#include "runtime/stream/RecordingWriter.h"

#include "runtime/stream/Bytes.h"
#include "runtime/stream/DictionaryCodec.h"
#include "runtime/stream/RecordCodec.h"

#include <algorithm>

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
    std::string body;
    ByteWriter writer(body);
    writer.number(recording.size());
    writer.number(recording.lost());
    const auto damages = recording.damages();
    writer.number(damages.size());
    for (const std::string& damage : damages) writer.text(damage);
    writeChunk({.kind = ChunkKind::End}, body);
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
    std::string body;
    ByteWriter writer(body);
    const auto field = [&](std::string_view name, std::string_view value) {
        writer.text(name);
        writer.text(value);
    };
    field("node", info.node);
    field("v8", info.v8);
    field("uv", info.uv);
    field("script", info.script);
    for (const std::string& argument : info.argv) field("argument", argument);
    field("folder", info.workingFolder);
    field("detail", name(info.detail));
    field("started", std::to_string(info.startedAtUnixNs));
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
    std::string body;
    ByteWriter writer(body);
    writer.number(m_index.size());
    for (const Entry& entry : m_index) {
        writer.number(static_cast<std::uint16_t>(entry.header.kind));
        writer.number(entry.offset);
        writer.number(entry.header.first);
        writer.number(entry.header.count);
        writer.number(entry.header.firstTime);
        writer.number(entry.header.lastTime);
    }
    const std::uint64_t offset = m_offset;
    writeChunk({.kind = ChunkKind::Index}, body);
    m_file.write(trailer(offset));
    m_offset += kTrailerSize;
}

} // namespace loopscope
