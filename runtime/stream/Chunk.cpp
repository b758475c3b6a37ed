#include "runtime/stream/Chunk.h"

#include "runtime/stream/Bytes.h"

#include <zstd.h>

namespace loopscope {

namespace {

using namespace std::string_view_literals;

// The first byte is no ASCII and the line ends are of both sorts, so that a transfer as text is noticed at once.
constexpr std::string_view kMagic = "\x8fLOOP\r\n\x1a"sv;
constexpr std::string_view kChunkMark = "\xc5LSc"sv;
constexpr std::string_view kTrailerMark = "\xc5LSx"sv;

// FNV-1a: enough for a few dozen bytes. Bodies have zstd's own checksum.
std::uint32_t headerChecksum(std::string_view bytes)
{
    std::uint32_t hash = 2166136261u;
    for (const char c : bytes) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619u;
    return hash;
}

std::string withChecksum(std::string bytes)
{
    ByteWriter(bytes).fixed(headerChecksum(bytes), 4);
    return bytes;
}

bool checksumFits(std::string_view bytes)
{
    const std::string_view body = bytes.substr(0, bytes.size() - 4);
    return ByteReader(bytes.substr(body.size())).fixed(4) == headerChecksum(body);
}

} // namespace

std::string ChunkHeader::bytes() const
{
    std::string result(kChunkMark);
    ByteWriter writer(result);
    writer.fixed(static_cast<std::uint16_t>(kind), 2);
    writer.fixed(version, 2);
    writer.fixed(storedSize, 4);
    writer.fixed(rawSize, 4);
    writer.fixed(first, 8);
    writer.fixed(count, 4);
    writer.fixed(0, 4); // for later use
    writer.fixed(firstTime, 8);
    writer.fixed(lastTime, 8);
    return withChecksum(std::move(result));
}

std::optional<ChunkHeader> ChunkHeader::parse(std::string_view bytes)
{
    if (bytes.size() < kSize || !bytes.starts_with(kChunkMark) || !checksumFits(bytes.substr(0, kSize))) return std::nullopt;
    ByteReader reader(bytes.substr(kChunkMark.size()));
    ChunkHeader header;
    header.kind = static_cast<ChunkKind>(reader.fixed(2));
    header.version = static_cast<std::uint16_t>(reader.fixed(2));
    header.storedSize = static_cast<std::uint32_t>(reader.fixed(4));
    header.rawSize = static_cast<std::uint32_t>(reader.fixed(4));
    header.first = reader.fixed(8);
    header.count = static_cast<std::uint32_t>(reader.fixed(4));
    reader.fixed(4);
    header.firstTime = reader.fixed(8);
    header.lastTime = reader.fixed(8);
    return header;
}

std::size_t ChunkHeader::find(std::string_view bytes, std::size_t from) { return bytes.find(kChunkMark, from); }

std::string encodeIndex(const std::vector<IndexEntry>& entries)
{
    std::string bytes;
    ByteWriter writer(bytes);
    writer.number(entries.size());
    for (const IndexEntry& entry : entries) {
        writer.number(static_cast<std::uint16_t>(entry.header.kind));
        writer.number(entry.offset);
        writer.number(entry.header.first);
        writer.number(entry.header.count);
        writer.number(entry.header.firstTime);
        writer.number(entry.header.lastTime);
    }
    return bytes;
}

std::optional<std::vector<IndexEntry>> decodeIndex(std::string_view bytes)
{
    ByteReader reader(bytes);
    const std::uint64_t count = reader.number();
    std::vector<IndexEntry> entries;
    for (std::uint64_t i = 0; i < count && reader.good(); ++i) {
        IndexEntry& entry = entries.emplace_back();
        entry.header.kind = static_cast<ChunkKind>(reader.number());
        entry.offset = reader.number();
        entry.header.first = reader.number();
        entry.header.count = static_cast<std::uint32_t>(reader.number());
        entry.header.firstTime = reader.number();
        entry.header.lastTime = reader.number();
    }
    return reader.good() ? std::optional(std::move(entries)) : std::nullopt;
}

std::string fileHeader()
{
    std::string bytes(kMagic);
    ByteWriter writer(bytes);
    writer.fixed(kFileVersion, 2);
    writer.fixed(0, 2); // for later use
    return withChecksum(std::move(bytes));
}

FileHeaderState judgeFileHeader(std::string_view file)
{
    const std::string_view header = file.substr(0, kFileHeaderSize);
    if (header.size() == kFileHeaderSize && header.starts_with(kMagic) && checksumFits(header))
        return ByteReader(header.substr(kMagic.size())).fixed(2) > kFileVersion ? FileHeaderState::Newer : FileHeaderState::Sound;
    // Not a sound header; but what follows may say that it was one.
    if (file.size() > kFileHeaderSize && ChunkHeader::parse(file.substr(kFileHeaderSize))) return FileHeaderState::Damaged;
    return FileHeaderState::Foreign;
}

std::string trailer(std::uint64_t indexOffset)
{
    std::string bytes(kTrailerMark);
    ByteWriter(bytes).fixed(indexOffset, 8);
    return withChecksum(std::move(bytes));
}

std::optional<std::uint64_t> parseTrailer(std::string_view bytes)
{
    if (bytes.size() != kTrailerSize || !bytes.starts_with(kTrailerMark) || !checksumFits(bytes)) return std::nullopt;
    return ByteReader(bytes.substr(kTrailerMark.size())).fixed(8);
}

ChunkPacker::ChunkPacker(int level) : m_context(ZSTD_createCCtx())
{
    ZSTD_CCtx_setParameter(m_context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(m_context, ZSTD_c_checksumFlag, 1);
}

ChunkPacker::~ChunkPacker() { ZSTD_freeCCtx(m_context); }

std::string ChunkPacker::pack(ChunkHeader& header, std::string_view body)
{
    std::string bytes(ChunkHeader::kSize + ZSTD_compressBound(body.size()), '\0');
    const std::size_t size = ZSTD_compress2(m_context, bytes.data() + ChunkHeader::kSize, bytes.size() - ChunkHeader::kSize,
                                            body.data(), body.size());
    header.rawSize = static_cast<std::uint32_t>(body.size());
    header.storedSize = static_cast<std::uint32_t>(size); // cannot fail: the room is enough for the worst case
    bytes.resize(ChunkHeader::kSize + size);
    bytes.replace(0, ChunkHeader::kSize, header.bytes());
    return bytes;
}

std::optional<std::string> unpackChunk(const ChunkHeader& header, std::string_view bytes)
{
    bytes.remove_prefix(ChunkHeader::kSize);
    if (bytes.size() < header.storedSize) return std::nullopt;
    bytes = bytes.substr(0, header.storedSize);
    if (ZSTD_getFrameContentSize(bytes.data(), bytes.size()) != header.rawSize) return std::nullopt;
    std::string body(header.rawSize, '\0');
    const std::size_t size = ZSTD_decompress(body.data(), body.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(size) || size != body.size()) return std::nullopt;
    return body;
}

} // namespace loopscope
