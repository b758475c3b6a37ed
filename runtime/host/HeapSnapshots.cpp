#include "runtime/host/HeapSnapshots.h"

#include "runtime/host/HeapSnapshotFollower.h"
#include "runtime/stream/OutputFile.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include <v8-profiler.h>

namespace loopscope {

namespace {

constexpr const char* kCancelled = "The snapshot was cancelled.";

class Stream : public v8::OutputStream
{
public:
    Stream(OutputFile& file, HeapSnapshotFollower& follower) : m_file(file), m_follower(follower) {}
    int GetChunkSize() override { return 1 << 20; }
    void EndOfStream() override {}
    WriteResult WriteAsciiChunk(char* data, int size) override
    {
        const std::string_view text(data, static_cast<std::size_t>(size));
        m_isWanted = m_follower.wrote(text);
        return m_isWanted && m_file.write(text) ? kContinue : kAbort;
    }
    bool isWanted() const { return m_isWanted; }

private:
    OutputFile& m_file;
    HeapSnapshotFollower& m_follower;
    bool m_isWanted = true;
};

class Progress : public v8::ActivityControl
{
public:
    explicit Progress(HeapSnapshotFollower& follower) : m_follower(follower) {}
    ControlOption ReportProgressValue(std::uint32_t done, std::uint32_t total) override
    {
        // Both are guesses of V8's, and the first may become more than the second.
        m_isWanted = m_follower.progressed(total == 0 ? 0 : std::min(1.0, static_cast<double>(done) / total));
        return m_isWanted ? kContinue : kAbort;
    }
    bool isWanted() const { return m_isWanted; }

private:
    HeapSnapshotFollower& m_follower;
    bool m_isWanted = true;
};

struct Deleted {
    void operator()(const v8::HeapSnapshot* snapshot) const { const_cast<v8::HeapSnapshot*>(snapshot)->Delete(); }
};

} // namespace

std::string writeHeapSnapshot(v8::Isolate* isolate, const std::string& path, HeapSnapshotFollower& follower)
{
    if (!follower.progressed(0)) return kCancelled;
    OutputFile file(path, OutputFile::Appears::WhenWhole);
    if (!file.error().empty()) return file.error();
    const v8::HandleScope handles(isolate);
    Progress progress(follower);
    const std::unique_ptr<const v8::HeapSnapshot, Deleted> snapshot(isolate->GetHeapProfiler()->TakeHeapSnapshot(&progress));
    if (!snapshot) return progress.isWanted() ? "V8 could not take a snapshot of the heap." : kCancelled;
    Stream stream(file, follower);
    snapshot->Serialize(&stream);
    if (!stream.isWanted()) return kCancelled;
    follower.wroteAll();
    return file.commit() ? std::string() : file.error();
}

} // namespace loopscope
