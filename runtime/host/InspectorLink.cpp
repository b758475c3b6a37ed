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

void InspectorLink::attach(node::Environment* environment, uv_loop_t* loop)
{
    if (!isPossible()) return end();
    BuiltinSkip::install();
    m_loop = loop;
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
    node::AtExit(environment, [](void* self) { static_cast<InspectorLink*>(self)->endAtExit(); }, this);
}

/// Node takes our leave with the next interrupt of its JavaScript: here is one.
void InspectorLink::endAtExit()
{
    end();
    v8::Isolate* const isolate = v8::Isolate::GetCurrent();
    const v8::HandleScope handles(isolate);
    const v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::Local<v8::Script> script;
    if (v8::Script::Compile(context, v8::String::NewFromUtf8Literal(isolate, "0")).ToLocal(&script)) static_cast<void>(script->Run(context).IsEmpty());
}

void InspectorLink::wait()
{
    if (m_goes || !m_loop) return;
    uv_async_t waker;
    uv_async_init(m_loop, &waker, nullptr);
    {
        std::scoped_lock lock(m_mutex);
        m_waker = &waker;
    }
    while (!m_goes) uv_run(m_loop, UV_RUN_ONCE);
    {
        std::scoped_lock lock(m_mutex);
        m_waker = nullptr;
    }
    uv_close(reinterpret_cast<uv_handle_t*>(&waker), nullptr);
    uv_run(m_loop, UV_RUN_NOWAIT);
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
}

void InspectorLink::letGo()
{
    m_goes = true;
    std::scoped_lock lock(m_mutex);
    wake();
}

void InspectorLink::wake()
{
    if (m_waker) uv_async_send(m_waker);
}

void InspectorLink::end()
{
    std::unique_ptr<InspectorSession> session;
    {
        std::scoped_lock lock(m_mutex);
        m_isOver = true;
        session = std::move(m_session);
        m_goes = true;
        wake();
    }
}

} // namespace loopscope
