#include "runtime/host/Environment.h"

#include "runtime/host/HeapSnapshots.h"
#include "runtime/host/InspectorLink.h"
#include "runtime/host/NodeProcess.h"
#include "runtime/host/ProfileRecorder.h"

#include <string_view>
#include <utility>

namespace loopscope {

namespace {

// The environment of this thread whose preload has come: Node has it come again with each ShadowRealm.
thread_local const node::Environment* t_preloaded = nullptr;

/// Whether the exit that is under way was asked for by the program's own code, not by an error that nobody caught:
/// process.exit() is on the stack then, as Node's `exit`, or some function of the user's that called reallyExit.
bool exitWasCalledByProgram(v8::Isolate* isolate)
{
    v8::HandleScope handles(isolate);
    const auto stack = v8::StackTrace::CurrentStackTrace(isolate, 1);
    if (stack->GetFrameCount() == 0) return false;
    const auto frame = stack->GetFrame(isolate, 0);
    const v8::String::Utf8Value script(isolate, frame->GetScriptName());
    const v8::String::Utf8Value function(isolate, frame->GetFunctionName());
    const std::string_view scriptName = *script ? *script : "";
    return !scriptName.starts_with("node:") || (*function && std::string_view(*function) == "exit");
}

} // namespace

Environment::Environment(Options options) : m_options(std::move(options)) {}

Environment::~Environment() = default;

Environment::Result Environment::run()
{
    namespace Flags = node::EnvironmentFlags;
    // The inspector's signal and its I/O thread belong to the carrier. Files that a program leaves open are closed with
    // it, unless the process ends anyway.
    const auto flags = Flags::kOwnsProcessState | (m_options.ownsProcess ? Flags::kNoFlags : Flags::kTrackUnmanagedFds);
    std::vector<std::string> errors;
    const auto setup = node::CommonEnvironmentSetup::CreateFromSnapshot(
        NodeProcess::platform(), &errors, NodeProcess::snapshot(), m_options.arguments, m_options.nodeOptions,
        static_cast<Flags::Flags>(flags), node::ThreadId{0});
    if (!setup) return {1, ExitReason::Uncaught, std::move(errors)};
    spin(*setup);
    std::scoped_lock lock(m_mutex);
    return m_result.value_or(Result{});
}

void Environment::spin(node::CommonEnvironmentSetup& setup)
{
    v8::Isolate* const isolate = setup.isolate();
    node::Environment* const environment = setup.env();
    v8::Locker locker(isolate);
    v8::Isolate::Scope isolateScope(isolate);
    v8::HandleScope handles(isolate);
    v8::Context::Scope contextScope(setup.context());
    const EnvironmentPlace place{isolate, setup.context(), environment, setup.event_loop(), true};
    EnvironmentObserver* const observer = m_options.observer;

    // Without it performance.eventLoopUtilization() says that the loop is never idle.
    uv_loop_configure(setup.event_loop(), UV_METRICS_IDLE_TIME);
    if (!m_options.ownsProcess) limitDamage(setup);
    if (observer) observer->prepare(place);
    setEnvironment(environment);
    if (m_options.inspector) {
        m_options.inspector->attach(environment);
        m_options.inspector->wait();
    }

    // What the script threw may have been handled ('uncaughtException'), so an empty result is no reason to end.
    t_preloaded = nullptr;
    static_cast<void>(node::LoadEnvironment(environment, node::StartExecutionCallback{}, preloadCallback()).IsEmpty());
    if (!isEnding()) {
        if (observer) observer->beforeLoop(place);
        const v8::Maybe<int> code = node::SpinEventLoop(environment);
        if (code.IsJust()) end({code.FromJust(), ExitReason::Exit, {}});
    }
    end({1, ExitReason::Uncaught, {}}); // unless it has been said otherwise by now
    setEnvironment(nullptr);
    m_isOver = true; // interrupts that were asked for come until the environment is freed
    finishProfile();
    dropSnapshots();
    if (observer) observer->aboutToEnd(place);
    node::Stop(environment);
    if (!m_options.ownsProcess) isolate->RemoveNearHeapLimitCallback(heapIsFull, 0);
}

void Environment::limitDamage(node::CommonEnvironmentSetup& setup)
{
    node::SetProcessExitHandler(setup.env(), [this](node::Environment*, int code) { programExited(code); });
    setup.isolate()->AddNearHeapLimitCallback(heapIsFull, this);
}

// Gives the program the room that it needs to end. A snapshot collects garbage first, and so may come here again.
std::size_t Environment::heapIsFull(void* self, std::size_t current, std::size_t)
{
    auto& own = *static_cast<Environment*>(self);
    if (!own.m_isTakingWhenFull) {
        own.takeSnapshotOfFullHeap();
        own.endForWantOfMemory();
    }
    return current + current / 2 + (64u << 20);
}

node::EmbedderPreloadCallback Environment::preloadCallback() const
{
    EnvironmentObserver* const observer = m_options.observer;
    if (!observer) return nullptr;
    const auto mainThread = uv_thread_self();
    return [observer, mainThread](node::Environment* environment, v8::Local<v8::Value> process, v8::Local<v8::Value> require) {
        if (std::exchange(t_preloaded, environment) == environment) return; // a ShadowRealm of it is made
        v8::Isolate* const isolate = v8::Isolate::GetCurrent();
        const auto thisThread = uv_thread_self();
        const EnvironmentPlace place{isolate, isolate->GetCurrentContext(), environment, node::GetCurrentEventLoop(isolate),
                                     uv_thread_equal(&mainThread, &thisThread) != 0};
        observer->preload(place, process.As<v8::Object>(), require.As<v8::Function>());
    };
}

bool Environment::takeHeapSnapshot(HeapSnapshotWish wish, HeapSnapshotMoment moment)
{
    std::unique_lock lock(m_mutex);
    if (m_result) return false;
    if (moment == HeapSnapshotMoment::HeapIsFull) {
        const auto before = std::exchange(m_snapshotWhenFull, std::move(wish));
        lock.unlock();
        if (before) before->follower->ended("Another snapshot is to be taken instead.");
        return true;
    }
    if (!m_environment) return false;
    m_snapshots.push_back(std::move(wish));
    node::RequestInterrupt(m_environment, takeNextSnapshot, this);
    return true;
}

bool Environment::beginProfile(ProfileWish wish)
{
    struct Errand {
        Environment* environment;
        ProfileWish wish;
    };
    std::scoped_lock lock(m_mutex);
    if (!m_environment || m_result) return false;
    const auto begin = [](void* given) {
        const std::unique_ptr<Errand> errand(static_cast<Errand*>(given));
        errand->environment->beginProfileHere(std::move(errand->wish));
    };
    node::RequestInterrupt(m_environment, begin, new Errand{this, std::move(wish)});
    return true;
}

void Environment::beginProfileHere(ProfileWish wish)
{
    if (m_isOver) return wish.done("The program ended before the profile began.", 0);
    if (m_recorder) return wish.done("Another profile is being recorded.", 0);
    std::string problem;
    m_recorder = ProfileRecorder::start(v8::Isolate::GetCurrent(), wish.kind, &problem);
    if (!m_recorder) return wish.done(problem, 0);
    m_profile = std::move(wish);
}

void Environment::endProfile()
{
    std::scoped_lock lock(m_mutex);
    if (!m_environment) return;
    node::RequestInterrupt(m_environment, [](void* self) { static_cast<Environment*>(self)->finishProfile(); }, this);
}

void Environment::finishProfile()
{
    if (!m_recorder) return;
    const std::string problem = m_recorder->finish(m_profile.path, m_isOver);
    const std::int64_t begin = m_recorder->begin();
    m_recorder.reset();
    std::exchange(m_profile, {}).done(problem, begin);
}

void Environment::takeNextSnapshot(void* self)
{
    auto& own = *static_cast<Environment*>(self);
    std::unique_lock lock(own.m_mutex);
    if (own.m_snapshots.empty()) return;
    const HeapSnapshotWish wish = std::move(own.m_snapshots.front());
    own.m_snapshots.pop_front();
    lock.unlock();
    EnvironmentObserver* const observer = own.m_options.observer;
    if (observer) observer->heapSnapshot(OpState::Start);
    const std::string problem = writeHeapSnapshot(v8::Isolate::GetCurrent(), wish.path, *wish.follower);
    if (observer) observer->heapSnapshot(OpState::Done);
    wish.follower->ended(problem);
}

void Environment::takeSnapshotOfFullHeap()
{
    std::unique_lock lock(m_mutex);
    const std::optional<HeapSnapshotWish> wish = std::exchange(m_snapshotWhenFull, std::nullopt);
    lock.unlock();
    if (!wish) return;
    m_isTakingWhenFull = true;
    wish->follower->ended(writeHeapSnapshot(v8::Isolate::GetCurrent(), wish->path, *wish->follower));
    m_isTakingWhenFull = false;
}

void Environment::dropSnapshots()
{
    std::unique_lock lock(m_mutex);
    std::deque<HeapSnapshotWish> rest = std::exchange(m_snapshots, {});
    if (auto last = std::exchange(m_snapshotWhenFull, std::nullopt)) rest.push_back(std::move(*last));
    lock.unlock();
    for (const HeapSnapshotWish& wish : rest) wish.follower->ended("The program ended before the snapshot could be taken.");
}

void Environment::programExited(int code)
{
    end({code, exitWasCalledByProgram(v8::Isolate::GetCurrent()) ? ExitReason::Exit : ExitReason::Uncaught, {}});
}

void Environment::setEnvironment(node::Environment* environment)
{
    std::scoped_lock lock(m_mutex);
    m_environment = environment;
    if (environment && m_result) node::Stop(environment);
}

bool Environment::isEnding()
{
    std::scoped_lock lock(m_mutex);
    return m_result.has_value();
}

void Environment::end(Result how)
{
    std::scoped_lock lock(m_mutex);
    if (!m_result) m_result = std::move(how);
    if (m_options.inspector) m_options.inspector->end(); // what is paused can be ended then
    if (m_environment) node::Stop(m_environment);
}

} // namespace loopscope
