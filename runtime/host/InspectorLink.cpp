#include "runtime/host/InspectorLink.h"

#include "runtime/host/NodeInspector.h"
#include "runtime/probes/BuiltinSkip.h"
#include "runtime/probes/KnownNode.h"
#include "runtime/stream/Utf8.h"

#include <string>
#include <utility>

#include <dlfcn.h>
#include <node.h>

namespace loopscope {

namespace {

using node::inspector::InspectorSession;
using node::inspector::InspectorSessionDelegate;

// ParentInspectorHandle::Connect: `this` goes where a first argument goes.
using Connect = std::unique_ptr<InspectorSession> (*)(void* self, std::unique_ptr<InspectorSessionDelegate> delegate, bool preventShutdown);
constexpr const char* kConnect =
    "_ZN4node9inspector21ParentInspectorHandle7ConnectESt10unique_ptrINS0_24InspectorSessionDelegateESt14default_deleteIS3_EEb";

Connect findConnect() { return reinterpret_cast<Connect>(dlsym(RTLD_DEFAULT, kConnect)); }

/// What node's InspectorParentHandle is: a base with a virtual destructor, and the handle.
struct ParentHandle {
    void* table;
    void* handle;
};

std::string toUtf8(const v8_inspector::StringView& text)
{
    if (text.is8Bit) return utf8FromLatin1({reinterpret_cast<const char*>(text.characters8), text.length});
    return utf8FromUtf16({reinterpret_cast<const char16_t*>(text.characters16), text.length});
}

} // namespace

class InspectorLink::Delegate : public InspectorSessionDelegate
{
public:
    explicit Delegate(Receive receive) : m_receive(std::move(receive)) {}
    void SendMessageToFrontend(const v8_inspector::StringView& message) override { m_receive(toUtf8(message)); }

private:
    const Receive m_receive;
};

bool InspectorLink::isPossible() { return KnownNode::find() && findConnect(); }

InspectorLink::InspectorLink(Receive receive) : m_receive(std::move(receive)) {}

InspectorLink::~InspectorLink() { end(); }

void InspectorLink::attach(node::Environment* environment)
{
    if (!isPossible()) return end();
    BuiltinSkip::install();
    v8::V8::SetFlagsFromString("--inspector-live-edit"); // else V8 refuses to take changed text
    m_parent = node::GetInspectorParentHandle(environment, node::AllocateEnvironmentThreadId(), "loopscope:debugger", "debugger");
    const auto* parent = reinterpret_cast<const ParentHandle*>(m_parent.get());
    if (!parent || !parent->handle) return end();
    {
        std::scoped_lock lock(m_mutex);
        if (m_isOver) return;
        m_session = findConnect()(parent->handle, std::make_unique<Delegate>(m_receive), true);
        for (const std::u16string& message : std::exchange(m_early, {})) dispatch(message);
    }
    // Before Node's own, which would print that it waits for us.
    const auto leave = [](void* self) {
        static_cast<InspectorLink*>(self)->end();
        takeInterrupts();
    };
    node::AtExit(environment, leave, this);
}

/// What other threads have asked for is done with the next interrupt of JavaScript: here is some.
void InspectorLink::takeInterrupts()
{
    v8::Isolate* const isolate = v8::Isolate::GetCurrent();
    const v8::HandleScope handles(isolate);
    const v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::ScriptOrigin origin(v8::String::NewFromUtf8Literal(isolate, "node:internal/debugger")); // skipped as Node's own
    v8::Local<v8::Script> script;
    if (v8::Script::Compile(context, v8::String::NewFromUtf8Literal(isolate, "0"), &origin).ToLocal(&script)) static_cast<void>(script->Run(context).IsEmpty());
}

// Node's own way from another thread to the inspector's begins with LoadEnvironment; before it there are V8's interrupts alone.
void InspectorLink::wait()
{
    std::unique_lock lock(m_mutex);
    while (!m_goes) {
        m_changed.wait(lock, [this] { return m_goes || m_isToBeHeard; });
        m_isToBeHeard = false;
        lock.unlock();
        takeInterrupts();
        lock.lock();
    }
}

bool InspectorLink::send(std::string_view message)
{
    std::u16string text = utf16FromUtf8(message);
    std::scoped_lock lock(m_mutex);
    if (m_isOver) return false;
    if (m_session) dispatch(text);
    else m_early.push_back(std::move(text));
    return true;
}

void InspectorLink::dispatch(const std::u16string& message)
{
    v8_inspector::StringView view{false, message.size(), {}};
    view.characters16 = reinterpret_cast<const std::uint16_t*>(message.data());
    m_session->Dispatch(view);
    m_isToBeHeard = true;
    m_changed.notify_all();
}

void InspectorLink::letGo()
{
    {
        std::scoped_lock lock(m_mutex);
        m_goes = true;
    }
    m_changed.notify_all();
}

void InspectorLink::end()
{
    std::unique_ptr<InspectorSession> session;
    {
        std::scoped_lock lock(m_mutex);
        m_isOver = true;
        session = std::move(m_session);
        m_goes = true;
    }
    m_changed.notify_all();
}

} // namespace loopscope
