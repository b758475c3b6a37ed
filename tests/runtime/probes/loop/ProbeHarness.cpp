// A native module for the tests of the probes: runs a script in an embedded environment of its own, watched, and writes
// what was recorded, one JSON object a record, with the record's own fields. `node harness.cjs DETAIL OUT SCRIPT
// [ARGS..]`

#include "runtime/host/Environment.h"
#include "runtime/host/NodeProcess.h"
#include "runtime/probes/Probes.h"
#include "runtime/stream/Collector.h"

#include <cstdio>
#include <cstring>
#include <time.h>

using namespace loopscope;

namespace {

std::string asJson(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        char buffer[8];
        if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') {
            snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
            result += buffer;
        } else {
            result += c;
        }
    }
    return result + '"';
}

std::string siteText(const Dictionary& d, SiteId id)
{
    const Site site = d.site(id);
    return std::string(d.text(site.function)) + "@" + std::string(d.text(site.script)) + ":" +
           std::to_string(site.line) + ":" + std::to_string(site.column);
}

std::string placeText(const Dictionary& d, const Record& r)
{
    if (r.place == 0) return {};
    switch (r.kind) {
    case RecordKind::Console:
    case RecordKind::Stdout:
    case RecordKind::Stderr:
        return std::string(d.text(r.text()));
    case RecordKind::Enqueue:
    case RecordKind::Op:
    case RecordKind::Handle:
    case RecordKind::Promise: {
        std::string text;
        for (const SiteId frame : d.frames(r.stack()))
            text += siteText(d, frame) + "|";
        return text;
    }
    default:
        return siteText(d, r.site());
    }
}

std::string_view detailText(const Record& r)
{
    switch (r.kind) {
    case RecordKind::Phase:
        return name(r.phase());
    case RecordKind::Enqueue:
    case RecordKind::Begin:
    case RecordKind::End:
    case RecordKind::Cancel:
        return name(r.queue());
    case RecordKind::Op:
        return name(r.opState());
    case RecordKind::Handle:
        return name(r.handleState());
    case RecordKind::Promise:
        return name(r.promiseState());
    case RecordKind::Gc:
        return name(r.gcType());
    case RecordKind::Console:
        return name(r.consoleLevel());
    default:
        return "";
    }
}

void dump(const Recording& recording, const char* path)
{
    FILE* const out = fopen(path, "we");
    if (!out) return;
    const Dictionary& d = recording.dictionary();
    const auto threads = recording.threads();
    for (std::uint64_t i = 0; i < recording.size(); ++i) {
        const Record& r = recording.at(i);
        fprintf(out,
                "{\"k\":%s,\"t\":%llu,\"th\":%s,\"d\":%s,\"id\":%llu,\"type\":%s,\"flags\":%u,\"value\":%u,\"place\":%"
                "s,\"on\":%s,\"number\":%.9g}\n",
                asJson(name(r.kind)).c_str(), static_cast<unsigned long long>(r.time),
                asJson(threads[r.thread].name).c_str(), asJson(detailText(r)).c_str(),
                static_cast<unsigned long long>(r.id), asJson(d.type(r.type)).c_str(), unsigned{r.flags}, r.value,
                asJson(placeText(d, r)).c_str(), asJson(r.kind == RecordKind::Handle ? d.text(static_cast<TextId>(r.value)) : "").c_str(),
                r.kind == RecordKind::Metric ? r.metric() : 0.0);
    }
    fprintf(out, "{\"k\":\"totals\",\"lost\":%llu,\"records\":%llu}\n",
            static_cast<unsigned long long>(recording.lost()), static_cast<unsigned long long>(recording.size()));
    fclose(out);
}

class Watch : public EnvironmentObserver
{
public:
    explicit Watch(DetailLevel detail)
        : m_detail(detail), m_clock(RunClock::startNow()), m_recording(std::make_shared<Recording>()),
          m_collector(m_recording, {}), m_producer(m_collector.addProducer(ThreadKind::Loop))
    {
    }

    void prepare(const EnvironmentPlace& place) override
    {
        if (m_detail == DetailLevel::Off) return;
        ProbeContext context;
        context.isolate = place.isolate;
        context.context = place.context;
        context.environment = place.environment;
        context.loop = place.loop;
        context.detail = m_detail;
        context.clock = m_clock;
        context.collector = &m_collector;
        context.producer = m_producer;
        m_probes = Probes::create(context);
    }
    void preload(const EnvironmentPlace& place, v8::Local<v8::Object> process, v8::Local<v8::Function> require) override
    {
        timespec t;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        m_cpuAtStart = static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
        if (m_probes && place.isMain) m_probes->preload(process, require);
    }
    void beforeLoop(const EnvironmentPlace&) override
    {
        if (m_probes) m_probes->beforeLoop();
    }
    void aboutToEnd(const EnvironmentPlace&) override
    {
        timespec t;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        if (getenv("HARNESS_CPU"))
            fprintf(stderr, "cpu_ms %.2f\n",
                    static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6 - m_cpuAtStart);
        if (m_probes) m_probes->finish();
    }
    /// The environment and its loop are gone.
    void close()
    {
        m_probes.reset();
        m_collector.finish();
    }
    const Recording& recording() const { return *m_recording; }

private:
    const DetailLevel m_detail;
    const RunClock m_clock;
    std::shared_ptr<Recording> m_recording;
    Collector m_collector;
    const Collector::Producer m_producer;
    std::unique_ptr<Probes> m_probes;
    double m_cpuAtStart = 0;
};

void run(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    const v8::Local<v8::Context> context = isolate->GetCurrentContext();
    std::vector<std::string> words;
    for (int i = 0; i < info.Length(); ++i) {
        const v8::String::Utf8Value text(isolate, info[i]);
        words.emplace_back(*text, text.length());
    }
    NodeProcess::attach(node::GetCurrentEnvironment(context));
    int code = 0;
    std::thread([&] {
        Watch watch(detailLevelFromName(words[0]).value_or(DetailLevel::Trace));
        Environment::Options options;
        options.arguments.push_back("node");
        options.arguments.insert(options.arguments.end(), words.begin() + 2, words.end());
        options.observer = &watch;
        {
            Environment environment(options);
            code = environment.run().exitCode;
        }
        watch.close();
        if (words[1] != "-") dump(watch.recording(), words[1].c_str());
    }).join();
    info.GetReturnValue().Set(code);
}

} // namespace

NODE_MODULE_INIT(/* exports, module, context */)
{
    static_cast<void>(module);
    v8::Isolate* const isolate = v8::Isolate::GetCurrent();
    exports
        ->Set(context, v8::String::NewFromUtf8Literal(isolate, "run"), v8::Function::New(context, run).ToLocalChecked())
        .Check();
}
