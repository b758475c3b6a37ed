#include "runtime/stream/RecordingReader.h"

#include "runtime/stream/Bytes.h"
#include "runtime/stream/Chunk.h"
#include "runtime/stream/DictionaryCodec.h"
#include "runtime/stream/RecordCodec.h"
#include "runtime/stream/RunInfoCodec.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loopscope {

namespace {

std::string count(std::uint64_t n, std::string_view what)
{
    return std::to_string(n) + ' ' + std::string(what) + (n == 1 ? "" : "s");
}

std::string bytesFrom(std::uint64_t from, std::uint64_t end)
{
    return "bytes " + std::to_string(from) + " to " + std::to_string(end - 1);
}

std::string_view kindName(ChunkKind kind)
{
    switch (kind) {
    case ChunkKind::Run: return "what ran";
    case ChunkKind::Threads: return "threads";
    case ChunkKind::Dictionary: return "texts and places";
    case ChunkKind::Records: return "records";
    case ChunkKind::End: return "the end";
    case ChunkKind::Index: return "the index";
    }
    return "an unknown kind";
}

// Viewers take a record's detail as an index into their tables.
bool isKnown(const Record& r)
{
    switch (r.kind) {
    case RecordKind::Phase: return r.detail < kPhaseCount;
    case RecordKind::Enqueue:
    case RecordKind::Begin:
    case RecordKind::End:
    case RecordKind::Cancel: return r.detail < kQueueCount;
    case RecordKind::Op: return r.opState() <= OpState::Done;
    case RecordKind::Handle: return r.handleState() <= HandleState::Closed;
    case RecordKind::Promise: return r.promiseState() <= PromiseState::Handled;
    case RecordKind::Gc: return r.gcType() <= GcType::WeakCallbacks;
    case RecordKind::Console: return r.consoleLevel() <= ConsoleLevel::Trace;
    case RecordKind::Exit: return r.exitReason() <= ExitReason::OutOfMemory;
    default: return static_cast<int>(r.kind) < kRecordKindCount;
    }
}

/// One pass over the bytes of a file.
class Reading
{
public:
    explicit Reading(std::string_view file) : m_file(file), m_recording(std::make_shared<Recording>()) {}

    std::shared_ptr<Recording> run(bool headerIsSound)
    {
        if (!headerIsSound) damage("the file's header, " + bytesFrom(0, kFileHeaderSize) + ", is damaged");
        std::size_t at = kFileHeaderSize;
        while (at < m_file.size() && !m_trailerSeen) at = readOne(at);
        if (!m_endSeen)
            damage("the file ends at byte " + std::to_string(m_file.size()) + " without its closing chunk, after " +
                   count(m_expected, "record") + ": the program was killed, or still runs");
        else if (!m_trailerSeen)
            damage("the trailer at the file's end is missing");
        finishGaps();
        if (m_unknown) damage(count(m_unknown, "record") + " of kinds that this version of Loopscope does not know were left out");
        for (const std::string& sentence : m_damages) m_recording->addDamage(sentence);
        m_recording->setComplete();
        return m_recording;
    }

private:
    void damage(std::string sentence) { m_damages.push_back(std::move(sentence)); }

    /// Returns where the next chunk begins.
    std::size_t readOne(std::size_t at)
    {
        const std::string_view bytes = m_file.substr(at);
        const auto header = ChunkHeader::parse(bytes);
        if (!header) {
            if (parseTrailer(bytes)) {
                m_trailerSeen = true;
                return m_file.size();
            }
            return skipToNext(at);
        }
        const std::size_t next = at + ChunkHeader::kSize + header->storedSize;
        if (next > m_file.size()) {
            damage("the chunk of " + describe(*header) + " at byte " + std::to_string(at) + " is cut off: " +
                   std::to_string(bytes.size()) + " of its " + std::to_string(next - at) + " bytes are there");
            return skipBehind(at);
        }
        const auto body = unpackChunk(*header, bytes);
        if (!body || !take(*header, *body))
            damage("the chunk of " + describe(*header) + " at byte " + std::to_string(at) + " is damaged and was left out");
        return next;
    }

    static std::string describe(const ChunkHeader& header)
    {
        if (header.kind != ChunkKind::Records) return std::string(kindName(header.kind));
        return count(header.count, "record") + " from number " + std::to_string(header.first) + " on";
    }

    std::size_t skipBehind(std::size_t at)
    {
        const std::size_t next = findHeader(at + 1);
        return next == m_file.size() ? next : skipToNext(at);
    }

    std::size_t findHeader(std::size_t from) const
    {
        for (std::size_t at = ChunkHeader::find(m_file, from); at != std::string_view::npos; at = ChunkHeader::find(m_file, at + 1))
            if (ChunkHeader::parse(m_file.substr(at)) || parseTrailer(m_file.substr(at))) return at;
        return m_file.size();
    }

    std::size_t skipToNext(std::size_t at)
    {
        const std::size_t next = findHeader(at + 1);
        damage(bytesFrom(at, next) + " cannot be read");
        return next;
    }

    bool take(const ChunkHeader& header, std::string_view body)
    {
        if (header.version > 0) return true; // a later form that we cannot read, but may skip
        switch (header.kind) {
        case ChunkKind::Run: return takeRun(body);
        case ChunkKind::Threads: return takeThreads(header, body);
        case ChunkKind::Dictionary: return decodeDictionary(body, *m_recording->sharedDictionary());
        case ChunkKind::Records: return takeRecords(header, body);
        case ChunkKind::End: return takeEnd(body);
        default: return true;
        }
    }

    bool takeRun(std::string_view body)
    {
        const auto info = decodeRunInfo(body);
        if (info) m_recording->setInfo(*info);
        return info.has_value();
    }

    bool takeThreads(const ChunkHeader& header, std::string_view body)
    {
        if (header.first < m_recording->threads().size() || header.first > 0xffff) return false;
        padThreads(header.first);
        ByteReader reader(body);
        for (std::uint32_t i = 0; i < header.count && reader.good() && !reader.atEnd(); ++i) {
            const auto kind = static_cast<ThreadKind>(std::min<std::uint64_t>(reader.fixed(1), 3));
            m_recording->addThread({kind, std::string(reader.text())});
        }
        return reader.good();
    }

    void padThreads(std::uint64_t count)
    {
        for (std::uint64_t i = m_recording->threads().size(); i < count; ++i)
            m_recording->addThread({i ? ThreadKind::Worker : ThreadKind::Loop, std::to_string(i)});
    }

    bool takeRecords(const ChunkHeader& header, std::string_view body)
    {
        if (header.first < m_expected) return false;
        auto records = decodeRecords(body, header.count);
        if (!records) return false;
        tellGap(header.first);
        for (const Record& record : *records) m_maxThread = std::max(m_maxThread, record.thread);
        m_unknown += std::erase_if(*records, [](const Record& r) { return !isKnown(r); });
        m_recording->append(*records);
        for (const Record& record : *records)
            if (record.kind == RecordKind::Lost) m_lostTold += record.id;
        m_expected = header.first + header.count;
        return true;
    }

    void tellGap(std::uint64_t first)
    {
        if (first <= m_expected) return;
        const Record lost{.time = m_recording->duration(), .id = first - m_expected, .kind = RecordKind::Lost};
        m_recording->append({&lost, 1});
        m_gaps += lost.id;
        m_expected = first;
    }

    bool takeEnd(std::string_view body)
    {
        const auto end = decodeRunEnd(body);
        if (!end) return false;
        m_damages.insert(m_damages.end(), end->damages.begin(), end->damages.end());
        m_endSeen = true;
        m_lost = end->lost;
        tellGap(end->records);
        return true;
    }

    void finishGaps()
    {
        m_recording->addLost((m_endSeen ? m_lost : m_lostTold) + m_gaps);
        padThreads(std::max<std::uint64_t>(m_maxThread + 1, 1));
    }

    const std::string_view m_file;
    const std::shared_ptr<Recording> m_recording;
    std::vector<std::string> m_damages;
    std::uint64_t m_expected = 0; // number of the next record
    std::uint64_t m_gaps = 0;     // records that damaged chunks had
    std::uint64_t m_lost = 0;     // that the run itself lost
    std::uint64_t m_lostTold = 0;
    std::uint64_t m_unknown = 0;
    std::uint16_t m_maxThread = 0;
    bool m_endSeen = false, m_trailerSeen = false;
};

LoadedRecording failed(std::string sentence) { return {nullptr, std::move(sentence)}; }

/// The whole of a file; false with errno set when it cannot be read.
bool readWhole(const std::string& path, std::string& bytes)
{
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    struct stat status {};
    if (fstat(file, &status) == 0 && status.st_size > 0) bytes.reserve(static_cast<std::size_t>(status.st_size) + 1);
    char piece[1 << 16];
    ssize_t size;
    while ((size = read(file, piece, sizeof piece)) > 0 || (size < 0 && errno == EINTR))
        if (size > 0) bytes.append(piece, static_cast<std::size_t>(size));
    const int error = errno;
    close(file);
    errno = error;
    return size == 0;
}

} // namespace

LoadedRecording loadRecordingFrom(std::string_view bytes, const std::string& name)
{
    switch (judgeFileHeader(bytes)) {
    case FileHeaderState::Sound: return {Reading(bytes).run(true), {}};
    case FileHeaderState::Damaged: return {Reading(bytes).run(false), {}};
    case FileHeaderState::Newer:
        return failed("'" + name + "' was recorded by a newer version of Loopscope, whose files this one cannot read");
    case FileHeaderState::Foreign: break;
    }
    if (bytes.empty()) return failed("'" + name + "' is empty; a recording made by `loopscope trace -o FILE` was expected");
    return failed("'" + name + "' is not a Loopscope recording: a file made by `loopscope trace -o FILE` was expected");
}

LoadedRecording loadRecording(const std::string& path)
{
    std::string bytes;
    if (!readWhole(path, bytes)) return failed("cannot read '" + path + "': " + std::strerror(errno));
    return loadRecordingFrom(bytes, path);
}

} // namespace loopscope
