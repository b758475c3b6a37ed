// A native module for tests: runs a script under chosen probes and writes what they told as JSON Lines.
//   node harness.cjs MODULE FLAGS RECORDS SCRIPT [ARGS...]
// FLAGS, separated by commas: promises (PromiseProbe), lesson (LessonProbe), places (gives the script __place()), cpu (prints the thread's CPU time in ms to stderr).

#include "runtime/host/Environment.h"
#include "runtime/host/NodeProcess.h"
#include "runtime/probes/Agent.h"
#include "runtime/probes/CallSites.h"
#include "runtime/probes/FunctionSites.h"
#include "runtime/probes/LessonProbe.h"
#include "runtime/probes/Pointers.h"
#include "runtime/probes/PromiseProbe.h"
#include "runtime/stream/Collector.h"

#include <cstdio>
#include <fstream>
#include <time.h>

using namespace loopscope;

namespace {

std::string quoted(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        if (c == '\n') result += "\\n";
        else result += c;
    }
    return result + '"';
}

std::string siteText(const Dictionary& d, SiteId id)
{
    const Site site = d.site(id);
    return std::string(d.text(site.function)) + " " + std::string(d.text(site.script)) + ":" + std::to_string(site.line) + ":" + std::to_string(site.column);
}

std::string stackText(const Dictionary& d, StackId id)
{
    std::string result;
    for (const SiteId site : d.frames(id)) result += (result.empty() ? "" : "|") + siteText(d, site);
    return result;
}

class Watched : public EnvironmentObserver
{
public:
    explicit Watched(std::string flags) : m_flags(std::move(flags)) {}
    bool has(std::string_view flag) const { return ("," + m_flags + ",").find("," + std::string(flag) + ",") != std::string::npos; }

    void prepare(const EnvironmentPlace& place) override
    {
        Dictionary& dictionary = *recording->sharedDictionary();
        producer = collector.addProducer(ThreadKind::Loop);
        recorder.emplace(*producer.ring, RunClock::startNow(), producer.thread);
        places.emplace(dictionary);
        functions.emplace(place.isolate, *places);
        callSites.emplace(place.isolate, *places, CallSites::Options{});
        if (has("promises")) promises = PromiseProbe::create(place.isolate, place.context, *recorder, dictionary, *functions, *callSites);
        if (has("promises") && !promises) fprintf(stderr, "harness: no PromiseProbe on this binary\n");
    }

    void preload(const EnvironmentPlace& place, v8::Local<v8::Object> process, v8::Local<v8::Function> require) override
    {
        if (!place.isMain) return;
        const auto isolate = place.isolate;
        const auto name = [isolate](const char* s) { return v8::String::NewFromUtf8(isolate, s).ToLocalChecked(); };
        if (has("places")) {
            const auto data = pointerTo(isolate, this);
            place.context->Global()->Set(place.context, name("__place"), v8::Function::New(place.context, here, data).ToLocalChecked()).Check();
        }
        Agent agent(isolate, place.context, process, require);
        if (has("lesson")) {
            lesson.emplace(isolate, *recorder, *places);
            lesson->addTo(place.context, agent.native());
            if (!agent.runApart("lesson.js")) fprintf(stderr, "harness: lesson.js failed\n");
        }
        if (!promises) return;
        promises->addTo(place.context, agent.native());
        if (!agent.run("microtasks.js")) fprintf(stderr, "harness: microtasks.js found another Node\n");
        if (!agent.run("promises.js")) fprintf(stderr, "harness: promise hooks refused\n");
        promises->useSites(lesson ? &*lesson : nullptr);
        if (has("sites") != promises->usesSites()) fprintf(stderr, "harness: sites %s\n", promises->usesSites() ? "used" : "refused");
    }

    void aboutToEnd(const EnvironmentPlace&) override
    {
        if (promises) promises->stop();
        if (lesson) lesson->stop();
        promises.reset();
        callSites.reset();
        functions.reset();
    }

    static Watched* self(const v8::FunctionCallbackInfo<v8::Value>& info)
    {
        return objectOf<Watched>(info);
    }
    // [by the fast walk, by V8's stack trace, number of misses so far]
    static void here(const v8::FunctionCallbackInfo<v8::Value>& info)
    {
        Watched& watched = *self(info);
        const Dictionary& d = watched.recording->dictionary();
        const StackId fast = watched.callSites->here(), slow = watched.callSites->hereBySlowMeans();
        const auto text = [&](const std::string& s) -> v8::Local<v8::Value> { return v8::String::NewFromUtf8(info.GetIsolate(), s.c_str()).ToLocalChecked(); };
        v8::Local<v8::Value> parts[] = {text(stackText(d, fast)), text(stackText(d, slow)),
                                        v8::Number::New(info.GetIsolate(), static_cast<double>(watched.callSites->misses())),
                                        v8::Boolean::New(info.GetIsolate(), watched.callSites->isFast())};
        info.GetReturnValue().Set(v8::Array::New(info.GetIsolate(), parts, 4));
    }

    void write(const std::string& path) const
    {
        std::ofstream out(path);
        const Dictionary& d = recording->dictionary();
        for (std::uint64_t i = 0; i < recording->size(); ++i) {
            const Record& r = recording->at(i);
            const bool isStack = r.kind == RecordKind::Enqueue || r.kind == RecordKind::Promise;
            out << "{\"k\":" << quoted(name(r.kind)) << ",\"t\":" << r.time << ",\"id\":" << r.id << ",\"detail\":" << int(r.detail)
                << ",\"flags\":" << r.flags << ",\"value\":" << r.value << ",\"type\":" << quoted(d.type(r.type))
                << ",\"place\":" << quoted(isStack ? stackText(d, r.stack()) : r.place ? siteText(d, r.site()) : "") << "}\n";
        }
    }

    const std::string m_flags;
    const std::shared_ptr<Recording> recording = std::make_shared<Recording>();
    Collector collector{recording, {.ringCapacity = 1 << 20}};
    Collector::Producer producer;
    std::optional<ThreadRecorder> recorder;
    std::optional<SourcePlaces> places;
    std::optional<FunctionSites> functions;
    std::optional<CallSites> callSites;
    std::unique_ptr<PromiseProbe> promises;
    std::optional<LessonProbe> lesson;
};

double threadCpuMs()
{
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

int runHarness(std::vector<std::string> arguments)
{
    Watched watched(arguments[0]);
    int code = 0;
    std::thread thread([&] {
        Environment::Options options;
        options.arguments = {"node"};
        options.arguments.insert(options.arguments.end(), arguments.begin() + 2, arguments.end());
        options.observer = watched.has("off") ? nullptr : &watched;
        const double before = threadCpuMs();
        Environment environment(std::move(options));
        const auto result = environment.run();
        for (const auto& error : result.errors) fprintf(stderr, "harness: %s\n", error.c_str());
        code = result.exitCode;
        if (watched.has("cpu")) fprintf(stderr, "%.1f\n", threadCpuMs() - before);
    });
    thread.join();
    watched.collector.finish();
    if (watched.has("cpu")) fprintf(stderr, "records %llu lost %llu\n", (unsigned long long)watched.recording->size(), (unsigned long long)watched.recording->lost());
    else if (!watched.has("off")) watched.write(arguments[1]);
    return code;
}

void main(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    const auto context = isolate->GetCurrentContext();
    std::vector<std::string> arguments;
    const auto list = info[0].As<v8::Array>();
    for (std::uint32_t i = 0; i < list->Length(); ++i) arguments.emplace_back(*v8::String::Utf8Value(isolate, list->Get(context, i).ToLocalChecked()));
    NodeProcess::attach(node::GetCurrentEnvironment(context));
    info.GetReturnValue().Set(runHarness(std::move(arguments)));
}

} // namespace

NODE_MODULE_INIT(/* exports, module, context */)
{
    static_cast<void>(module);
    const auto name = v8::String::NewFromUtf8Literal(v8::Isolate::GetCurrent(), "main");
    exports->Set(context, name, v8::Function::New(context, main).ToLocalChecked()).Check();
}
