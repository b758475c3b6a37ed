#include "runtime/host/ProfileRecorder.h"

#include "runtime/stream/OutputFile.h"
#include "runtime/stream/Utf8.h"

#include <string_view>

#include <v8-isolate.h>
#include <v8-profiler.h>

namespace loopscope {

namespace {

constexpr int kSampleMicroseconds = 500;
constexpr std::uint64_t kSampleBytes = 32 << 10; // as DevTools does
constexpr int kStackDepth = 128;

class TextStream : public v8::OutputStream
{
public:
    int GetChunkSize() override { return 1 << 16; }
    void EndOfStream() override {}
    WriteResult WriteAsciiChunk(char* data, int size) override { return text.append(data, static_cast<std::size_t>(size)), kContinue; }

    std::string text;
};

// V8's own writer (14.6) keeps 32 bits of these, which last for 36 minutes since the machine was started.
void setNumber(std::string& json, std::string_view name, std::int64_t value)
{
    const std::string key = '"' + std::string(name) + "\":";
    const std::size_t at = json.rfind(key);
    if (at == std::string::npos) return;
    const std::size_t from = at + key.size(), to = json.find_first_not_of("-0123456789", from);
    json.replace(from, to - from, std::to_string(value));
}

class CpuRecorder : public ProfileRecorder
{
public:
    explicit CpuRecorder(v8::Isolate* isolate) : m_isolate(isolate), m_profiler(v8::CpuProfiler::New(isolate)) { m_profiler->SetSamplingInterval(kSampleMicroseconds); }
    ~CpuRecorder() override { m_profiler->Dispose(); }

    bool begin()
    {
        const v8::HandleScope handles(m_isolate);
        const auto began = m_profiler->Start(v8::CpuProfilingOptions(v8::kLeafNodeLineNumbers, v8::CpuProfilingOptions::kNoSampleLimit));
        m_id = began.id;
        return began.status == v8::CpuProfilingStatus::kStarted;
    }

    std::string finish(const std::string& path, bool) override
    {
        OutputFile file(path, OutputFile::Appears::WhenWhole);
        const v8::HandleScope handles(m_isolate);
        v8::CpuProfile* const profile = m_profiler->Stop(m_id);
        if (!profile) return "V8 has lost the profile.";
        TextStream stream;
        profile->Serialize(&stream);
        m_begin = profile->GetStartTime() * 1000;
        setNumber(stream.text, "startTime", profile->GetStartTime());
        setNumber(stream.text, "endTime", profile->GetEndTime());
        profile->Delete();
        return file.error().empty() && file.write(stream.text) && file.commit() ? std::string() : file.error();
    }

private:
    v8::Isolate* m_isolate;
    v8::CpuProfiler* m_profiler;
    v8::ProfilerId m_id = 0;
};

class AllocationRecorder : public ProfileRecorder
{
public:
    explicit AllocationRecorder(v8::Isolate* isolate) : m_isolate(isolate) {}
    ~AllocationRecorder() override
    {
        if (m_runs) m_isolate->GetHeapProfiler()->StopSamplingHeapProfiler();
    }

    bool begin() { return m_runs = m_isolate->GetHeapProfiler()->StartSamplingHeapProfiler(kSampleBytes, kStackDepth); }

    std::string finish(const std::string& path, bool isOver) override
    {
        OutputFile file(path, OutputFile::Appears::WhenWhole);
        if (!file.error().empty()) return file.error();
        const v8::HandleScope handles(m_isolate);
        if (!isOver) m_isolate->LowMemoryNotification();
        const std::unique_ptr<v8::AllocationProfile> profile(m_isolate->GetHeapProfiler()->GetAllocationProfile());
        if (!profile) return "V8 has lost the profile.";
        std::string text = "{\"head\":";
        appendNodes(text, profile->GetRootNode());
        text += ",\"samples\":[";
        for (const auto& sample : profile->GetSamples()) {
            if (text.back() == '}') text += ',';
            text += "{\"size\":" + std::to_string(sample.size * sample.count) + ",\"nodeId\":" + std::to_string(sample.node_id) + ",\"ordinal\":" + std::to_string(sample.sample_id) + '}';
        }
        text += "]}";
        return file.write(text) && file.commit() ? std::string() : file.error();
    }

private:
    void appendText(std::string& to, v8::Local<v8::String> text) const
    {
        const v8::String::Utf8Value value(m_isolate, text);
        appendJsonString(to, *value ? std::string_view(*value, static_cast<std::size_t>(value.length())) : std::string_view());
    }

    // As deep as the stack that V8 was told to look at.
    void appendNodes(std::string& to, const v8::AllocationProfile::Node* node) const
    {
        to += "{\"callFrame\":{\"functionName\":";
        appendText(to, node->name);
        to += ",\"scriptId\":\"" + std::to_string(node->script_id) + "\",\"url\":";
        appendText(to, node->script_name);
        std::size_t bytes = 0;
        for (const auto& allocation : node->allocations) bytes += allocation.size * allocation.count;
        // V8 counts lines and columns from 1 here; the file's format, from 0.
        to += ",\"lineNumber\":" + std::to_string(node->line_number - 1) + ",\"columnNumber\":" + std::to_string(node->column_number - 1) + "},\"selfSize\":" + std::to_string(bytes) +
              ",\"id\":" + std::to_string(node->node_id) + ",\"children\":[";
        for (const auto* child : node->children) {
            if (child != node->children.front()) to += ',';
            appendNodes(to, child);
        }
        to += "]}";
    }

    v8::Isolate* m_isolate;
    bool m_runs = false;
};

template <class Recorder>
std::unique_ptr<ProfileRecorder> begun(v8::Isolate* isolate)
{
    auto recorder = std::make_unique<Recorder>(isolate);
    return recorder->begin() ? std::move(recorder) : nullptr;
}

} // namespace

std::unique_ptr<ProfileRecorder> ProfileRecorder::start(v8::Isolate* isolate, ProfileKind kind, std::string* problem)
{
    auto recorder = kind == ProfileKind::Cpu ? begun<CpuRecorder>(isolate) : begun<AllocationRecorder>(isolate);
    if (!recorder) *problem = "V8 does not begin a profile: the program itself may be recording one.";
    return recorder;
}

} // namespace loopscope
