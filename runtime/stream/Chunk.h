#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct ZSTD_CCtx_s;

namespace loopscope {

// The file of a recording, version 1:
//
//   header (16 bytes) | chunk | chunk | .. | chunk of kind Index | trailer (16 bytes)
//
// Each chunk stands for itself: a header with a checksum of its own, and a zstd frame with zstd's checksum. A chunk is
// written at once, and after all that it refers to; so a file that ends anywhere is readable to its last whole chunk,
// and a damaged chunk costs only itself. Chunks of unknown kinds are skipped. Numbers are little-endian.

enum class ChunkKind : std::uint16_t {
    Run = 1,        ///< what ran: names and values
    Threads = 2,    ///< `count` threads from index `first` on
    Dictionary = 3, ///< what is new in it
    Records = 4,    ///< `count` records from index `first` on
    End = 5,        ///< the run ended: records in all, lost in all
    Index = 6,      ///< where the chunks are
};

struct ChunkHeader {
    static constexpr std::size_t kSize = 52;

    ChunkKind kind{};
    std::uint16_t version = 0;    ///< of the body's form
    std::uint32_t storedSize = 0; ///< bytes of the zstd frame that follows
    std::uint32_t rawSize = 0;    ///< bytes of the body
    std::uint64_t first = 0;
    std::uint32_t count = 0;
    std::uint64_t firstTime = 0, lastTime = 0; ///< of the records in it, ns

    std::string bytes() const;
    /// Nothing if there is no chunk's header at the beginning of `bytes`, or not a whole sound one.
    static std::optional<ChunkHeader> parse(std::string_view bytes);
    /// Where the next bytes are that could be a chunk's header; npos if nowhere.
    static std::size_t find(std::string_view bytes, std::size_t from);
};

/// Where a chunk is. Of its header the index knows all but the sizes.
struct IndexEntry {
    ChunkHeader header;
    std::uint64_t offset = 0;
};
std::string encodeIndex(const std::vector<IndexEntry>& entries);
std::optional<std::vector<IndexEntry>> decodeIndex(std::string_view bytes);

inline constexpr std::size_t kFileHeaderSize = 16;
inline constexpr std::size_t kTrailerSize = 16;
inline constexpr std::uint16_t kFileVersion = 1;

std::string fileHeader();
enum class FileHeaderState { Sound, Damaged, Newer, Foreign };
FileHeaderState judgeFileHeader(std::string_view file);
std::string trailer(std::uint64_t indexOffset);
/// The offset of the index chunk, if these bytes are a sound trailer.
std::optional<std::uint64_t> parseTrailer(std::string_view bytes);

/// Makes whole chunks, ready to be written. Thread: one. Lifetime: as long as the file is open.
class ChunkPacker
{
public:
    explicit ChunkPacker(int level = 1);
    ~ChunkPacker();
    ChunkPacker(const ChunkPacker&) = delete;
    ChunkPacker& operator=(const ChunkPacker&) = delete;
    /// Fills in the header's sizes; header and frame in one piece.
    std::string pack(ChunkHeader& header, std::string_view body);

private:
    ZSTD_CCtx_s* const m_context;
};

/// The body behind a header, `bytes` beginning with that header; nothing if it is damaged or cut off.
std::optional<std::string> unpackChunk(const ChunkHeader& header, std::string_view bytes);

} // namespace loopscope
