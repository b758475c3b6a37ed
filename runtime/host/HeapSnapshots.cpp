#include "runtime/host/HeapSnapshots.h"

#include "runtime/stream/OutputFile.h"

#include <string_view>

#include <v8-profiler.h>

namespace loopscope {

namespace {

class Stream : public v8::OutputStream
{
public:
    explicit Stream(OutputFile& file) : m_file(file) {}
    int GetChunkSize() override { return 1 << 20; }
    void EndOfStream() override {}
    WriteResult WriteAsciiChunk(char* data, int size) override
    {
        return m_file.write(std::string_view(data, static_cast<std::size_t>(size))) ? kContinue : kAbort;
    }

private:
    OutputFile& m_file;
};

} // namespace

std::string writeHeapSnapshot(v8::Isolate* isolate, const std::string& path)
{
    OutputFile file(path, OutputFile::Appears::WhenWhole);
    if (!file.error().empty()) return file.error();
    const v8::HandleScope handles(isolate);
    v8::HeapProfiler* const profiler = isolate->GetHeapProfiler();
    const v8::HeapSnapshot* const snapshot = profiler->TakeHeapSnapshot();
    if (!snapshot) return "V8 could not take a snapshot of the heap.";
    Stream stream(file);
    snapshot->Serialize(&stream);
    const_cast<v8::HeapSnapshot*>(snapshot)->Delete();
    return file.commit() ? std::string() : file.error();
}

} // namespace loopscope
