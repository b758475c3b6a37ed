#pragma once

#include "runtime/stream/Chunk.h"
#include "runtime/stream/OutputFile.h"
#include "runtime/stream/Recording.h"

#include <string>
#include <vector>

namespace loopscope {

/// Writes a recording to a .loopscope file, at once or bit by bit while the program runs: each chunk goes out whole, so
/// that a kill leaves everything up to the last one readable.
///
/// Thread: one. Lifetime: one file; without finish() a file that was to appear whole does not appear.
class RecordingWriter
{
public:
    RecordingWriter(std::string path, OutputFile::Appears appears);

    /// Writes what is new in the recording since the last call: only full chunks, or all of it.
    bool update(const Recording& recording, bool onlyFullChunks = false);
    /// Writes what is left and the index. The file is then in its place.
    bool finish(const Recording& recording);

    /// One sentence; empty while all is well.
    const std::string& error() const { return m_file.error(); }
    std::uint64_t recordsWritten() const { return m_records; }
    std::uint64_t bytesWritten() const { return m_offset; }

private:
    void writeChunk(ChunkHeader header, std::string_view body);
    void writeRun(const RunInfo& info);
    void writeThreads(const std::vector<ThreadInfo>& threads);
    void writeRecords(std::span<const Record> records);
    void writeIndex();

    OutputFile m_file;
    ChunkPacker m_packer;
    std::uint64_t m_offset = 0;
    std::uint64_t m_records = 0;
    std::size_t m_threads = 0;
    Dictionary::Extent m_dictionary{1, 1, 1, 1}; // entry 0 of each is there from the beginning
    std::string m_run;                           // as written last
    std::vector<IndexEntry> m_index;
};

} // namespace loopscope
