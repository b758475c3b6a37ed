#include "runtime/host/Environment.h"

#include "runtime/host/NodeProcess.h"

#include <string_view>

namespace loopscope {

namespace {

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
    const auto flags = static_cast<Flags::Flags>(Flags::kOwnsProcessState);
    const node::ThreadId thread = m_options.ownsProcess ? node::ThreadId{0} : node::ThreadId{};
    const auto setup = node::CommonEnvironmentSetup::CreateFromSnapshot(
        NodeProcess::platform(), &m_result.errors, NodeProcess::snapshot(), m_options.arguments, m_options.nodeOptions, flags, thread);
    if (!setup) {
        m_result.exitCode = 1;
        return std::move(m_result);
    }
    spin(*setup);
    return std::move(m_result);
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
    if (!m_options.ownsProcess)
        node::SetProcessExitHandler(environment, [this](node::Environment* env, int code) { programExited(env, code); });
    if (observer) observer->prepare(place);
    setEnvironment(environment);

    const bool started = !node::LoadEnvironment(environment, node::StartExecutionCallback{}, preloadCallback()).IsEmpty();
    if (started) {
        if (observer) observer->beforeLoop(place);
        const v8::Maybe<int> code = node::SpinEventLoop(environment);
        if (!m_exitCalled && code.IsJust()) m_result.exitCode = code.FromJust();
    } else if (!m_exitCalled) {
        m_result.exitCode = 1;
        m_result.reason = ExitReason::Uncaught;
    }
    setEnvironment(nullptr);
    if (observer) observer->aboutToEnd(place);
    node::Stop(environment);
}

node::EmbedderPreloadCallback Environment::preloadCallback() const
{
    EnvironmentObserver* const observer = m_options.observer;
    if (!observer) return nullptr;
    const auto mainThread = uv_thread_self();
    return [observer, mainThread](node::Environment* environment, v8::Local<v8::Value> process, v8::Local<v8::Value> require) {
        v8::Isolate* const isolate = v8::Isolate::GetCurrent();
        const auto thisThread = uv_thread_self();
        const EnvironmentPlace place{isolate, isolate->GetCurrentContext(), environment, node::GetCurrentEventLoop(isolate),
                                     uv_thread_equal(&mainThread, &thisThread) != 0};
        observer->preload(place, process.As<v8::Object>(), require.As<v8::Function>());
    };
}

void Environment::programExited(node::Environment* environment, int code)
{
    m_exitCalled = true;
    m_result.exitCode = code;
    m_result.reason = exitWasCalledByProgram(v8::Isolate::GetCurrent()) ? ExitReason::Exit : ExitReason::Uncaught;
    node::Stop(environment);
}

void Environment::setEnvironment(node::Environment* environment)
{
    std::scoped_lock lock(m_mutex);
    m_environment = environment;
    if (environment && m_stopRequested) node::Stop(environment);
}

bool Environment::stop()
{
    std::scoped_lock lock(m_mutex);
    m_stopRequested = true;
    if (!m_environment) return false;
    node::Stop(m_environment);
    return true;
}

} // namespace loopscope
