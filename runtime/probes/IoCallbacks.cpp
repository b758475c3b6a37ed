#include "runtime/probes/IoCallbacks.h"

#include "runtime/probes/CallbackRecords.h"
#include "runtime/probes/Detour.h"
#include "runtime/probes/KnownNode.h"
#include "runtime/probes/LessonProbe.h"
#include "runtime/probes/Pointers.h"
#include "runtime/probes/Tricks.h"

#include <cstring>

namespace loopscope {

namespace {

thread_local __attribute__((tls_model("initial-exec"))) IoCallbacks* t_current = nullptr;

// Async ids are doubles; 0 and 1 are "none" and "the script itself".
constexpr std::uint64_t kFirstCallback = 2;

template <class T>
T field(const void* object, int offset)
{
    T value;
    std::memcpy(&value, static_cast<const char*>(object) + offset, sizeof value);
    return value;
}

std::uint64_t scopeId(const void* scope)
{
    const auto id = field<double>(scope, KnownNode::kScopeAsyncId);
    return id > 0 ? static_cast<std::uint64_t>(id) : 0;
}

// Node's C++ object (a BaseObject) behind one of JavaScript's: it puts itself there before it tells of its async id.
const void* baseObjectOf(v8::Local<v8::Object> object)
{
    constexpr int kSlot = 1;
    return object->InternalFieldCount() > kSlot ? alignedPointerIn(object, kSlot) : nullptr;
}

} // namespace

/// The functions that run instead of node's.
struct ScopeHooks {
    // A std::variant of three pointers comes in two registers, the frame (a Local) on the stack.
    using Open = void (*)(void*, node::Environment*, void*, void*, const node::async_context*, int, void*);
    using Close = void (*)(void*);
    using Init = void (*)(node::Environment*, v8::Local<v8::Object>, v8::Local<v8::String>, double, double);
    using Destroy = void (*)(node::Environment*, double);
    using Uncaught = void (*)(v8::Isolate*, v8::Local<v8::Value>, v8::Local<v8::Message>, bool);
    using HandleClose = void (*)(void*, v8::Local<v8::Value>);

    inline static Open s_open = nullptr;
    inline static Close s_close = nullptr;
    inline static Init s_init = nullptr;
    inline static Destroy s_destroy = nullptr;
    inline static Uncaught s_uncaught = nullptr;
    inline static HandleClose s_handleClose = nullptr;

    static void open(void* scope, node::Environment* env, void* a, void* b, const node::async_context* ids, int flags,
                     void* frame)
    {
        IoCallbacks* const my = t_current;
        if (my && my->m_environment == env) {
            // The variant's first kind is the resource itself, a Local.
            const bool isResource = (reinterpret_cast<std::uintptr_t>(b) & 0xff) == 0;
            my->opened(ids->async_id > 0 ? static_cast<std::uint64_t>(ids->async_id) : 0, isResource ? a : nullptr);
        }
        s_open(scope, env, a, b, ids, flags, frame);
    }

    static void close(void* scope)
    {
        IoCallbacks* const my = t_current;
        if (!my || field<node::Environment*>(scope, KnownNode::kScopeEnvironment) != my->m_environment ||
            field<bool>(scope, KnownNode::kScopeClosed))
            return s_close(scope);
        const bool isOurs = my->m_depth > 0;
        my->closing(scopeId(scope));
        s_close(scope);
        // A worker's script runs inside the callback of the message that brought it, which began before we came.
        if (!isOurs && t_current == my) my->m_phases.workerScriptIsOver();
    }

    static void init(node::Environment* env, v8::Local<v8::Object> resource, v8::Local<v8::String> type, double asyncId,
                     double trigger)
    {
        if (IoCallbacks* const my = t_current; my && my->m_environment == env)
            my->made(static_cast<std::uint64_t>(asyncId), type, resource);
        s_init(env, resource, type, asyncId, trigger);
    }

    static void destroy(node::Environment* env, double asyncId)
    {
        if (IoCallbacks* const my = t_current; my && my->m_environment == env && asyncId > 0)
            my->destroyed(static_cast<std::uint64_t>(asyncId));
        s_destroy(env, asyncId);
    }

    static void uncaught(v8::Isolate* isolate, v8::Local<v8::Value> error, v8::Local<v8::Message> message,
                         bool fromPromise)
    {
        if (IoCallbacks* const my = t_current; my && my->m_isolate == isolate && !fromPromise) {
            my->m_callbacks.uncaught();
            if (!my->m_open.empty()) my->m_open.back().threw = true;
        }
        s_uncaught(isolate, error, message, fromPromise);
    }

    static void handleClose(void* handle, v8::Local<v8::Value> callback)
    {
        const auto id = field<double>(handle, KnownNode::kAsyncWrapId);
        const bool isOpen = field<int>(handle, KnownNode::kAsyncWrapSize) == 0;
        if (IoCallbacks* const my = t_current; my && isOpen && id > 0 && !callback.IsEmpty() && callback->IsFunction())
            my->handleCloses(static_cast<std::uint64_t>(id));
        s_handleClose(handle, callback);
    }

    template <class F>
    static bool put(std::uintptr_t function, F replacement, F* original)
    {
        return Detour::install(function, Detour::kUsualPrologue, reinterpret_cast<void*>(replacement),
                               reinterpret_cast<void**>(original));
    }

    static bool putAll()
    {
        const KnownNode* const node = KnownNode::find();
        return isAllowed(Trick::Io) && node && put(node->openScope, &open, &s_open) && put(node->closeScope, &close, &s_close) &&
               put(node->asyncInit, &init, &s_init) && put(node->asyncDestroy, &destroy, &s_destroy) &&
               put(node->uncaught, &uncaught, &s_uncaught) && put(node->handleClose, &handleClose, &s_handleClose);
    }
};

bool IoCallbacks::isSupported()
{
    static const bool supported = ScopeHooks::putAll();
    return supported;
}

IoCallbacks* IoCallbacks::current()
{
    return t_current;
}

IoCallbacks::IoCallbacks(v8::Isolate* isolate, node::Environment* environment, ThreadRecorder& recorder,
                         LoopPhases& phases, Dictionary& dictionary, CallSites& callSites, CallbackRecords& callbacks, OpenHandles& handles)
    : m_isolate(isolate), m_environment(environment), m_recorder(recorder), m_phases(phases), m_dictionary(dictionary),
      m_callSites(callSites), m_callbacks(callbacks), m_handles(handles), m_flags(isSupported() ? 0 : RecordFlag::Inferred),
      m_kinds(isolate, dictionary, isSupported())
{
    if (isSupported()) t_current = this;
    else m_callbacks.setIo(this);
}

IoCallbacks::~IoCallbacks()
{
    if (t_current == this) t_current = nullptr;
    m_callbacks.setIo(nullptr);
}

void IoCallbacks::made(std::uint64_t asyncId, v8::Local<v8::String> type, v8::Local<v8::Object> object)
{
    if (m_stopped) return;
    AsyncRequests::Request& request = m_requests.add(asyncId);
    const AsyncKinds::Kind kind = m_kinds.of(type);
    request.type = kind.type;
    request.place = m_callSites.here();
    if (kind.op != TypeId::None) startOp(request, kind.op);
    if (kind.isHandle && !object.IsEmpty()) m_handles.made(asyncId, baseObjectOf(object), kind.type, request.place);
}

void IoCallbacks::destroyed(std::uint64_t asyncId)
{
    if (m_stopped) return;
    AsyncRequests::Request* const request = m_requests.find(asyncId);
    if (!request) return;
    endOp(*request);
    m_handles.destroyed(asyncId);
    m_requests.remove(asyncId);
}

void IoCallbacks::startOp(AsyncRequests::Request& request, TypeId op)
{
    request.op = op;
    Record record;
    record.kind = RecordKind::Op;
    record.detail = static_cast<std::uint8_t>(OpState::Start);
    record.id = m_recorder.id(IdSpace::Async, request.asyncId);
    record.type = op;
    record.flags = m_flags;
    record.place = static_cast<std::uint32_t>(request.place);
    m_recorder.write(record);
}

void IoCallbacks::endOp(AsyncRequests::Request& request)
{
    if (request.op == TypeId::None) return;
    Record record;
    record.kind = RecordKind::Op;
    record.detail = static_cast<std::uint8_t>(OpState::Done);
    record.id = m_recorder.id(IdSpace::Async, request.asyncId);
    record.type = request.op;
    record.flags = m_flags;
    request.op = TypeId::None;
    m_recorder.write(record);
}

Queue IoCallbacks::queueNow() const
{
    if (m_phases.isIn(Phase::Closing)) return Queue::Closing;
    if (m_phases.isIn(Phase::Pending)) return Queue::Pending;
    if (m_phases.isIn(Phase::Check)) return Queue::Check;
    return Queue::Poll;
}

Record IoCallbacks::record(RecordKind kind, Queue queue, std::uint64_t asyncId, TypeId type) const
{
    Record record;
    record.kind = kind;
    record.detail = static_cast<std::uint8_t>(queue);
    record.id = m_recorder.id(IdSpace::Async, asyncId);
    record.type = type;
    record.flags = m_flags;
    return record;
}

void IoCallbacks::write(RecordKind kind, Queue queue, std::uint64_t asyncId, TypeId type, std::uint32_t place, std::uint16_t flags)
{
    Record told = record(kind, queue, asyncId, type);
    told.flags |= flags;
    told.place = place;
    m_recorder.write(told);
}

void IoCallbacks::enqueue(AsyncRequests::Request& request, Queue queue, StackId place)
{
    request.waits = true;
    request.queue = queue;
    write(RecordKind::Enqueue, queue, request.asyncId, request.type,
          static_cast<std::uint32_t>(place == StackId::None ? request.place : place));
}

void IoCallbacks::cancelWaiting(std::uint64_t asyncId)
{
    AsyncRequests::Request* const request = m_requests.find(asyncId);
    if (!request || !request->waits) return;
    request->waits = false;
    write(RecordKind::Cancel, request->queue, asyncId, request->type, 0);
}

void IoCallbacks::handleCloses(std::uint64_t asyncId)
{
    m_handles.closes(asyncId);
    AsyncRequests::Request* request = m_requests.find(asyncId);
    if (!request) request = &m_requests.add(asyncId);
    if (!request->waits) enqueue(*request, Queue::Closing, m_callSites.here());
}

void IoCallbacks::opened(std::uint64_t asyncId, void* resource)
{
    if (m_stopped) return;
    const bool isOutermost = m_depth++ == 0;
    if (asyncId < kFirstCallback) {
        if (isOutermost) m_phases.outsideSeen();
        return;
    }
    if (isOutermost) {
        m_phases.pendingSeen();
        m_phases.callbackComes();
    }
    AsyncRequests::Request* request = m_requests.find(asyncId);
    if (!request) {
        request = &m_requests.add(asyncId);
        request->type = typeOfOlder(resource);
    }
    endOp(*request);
    if (request->waits && request->queue == Queue::Closing) m_phases.closingSeen();
    // A handle has many callbacks; the one told as waiting for the close phase still waits when another runs.
    const bool isTheOneWaiting = request->waits && (request->queue != Queue::Closing || m_phases.isIn(Phase::Closing));
    const Queue queue = isTheOneWaiting ? request->queue : queueNow();
    if (isTheOneWaiting) request->waits = false;
    m_open.push_back({asyncId, queue});
    m_recorder.catchUp();
    const std::uint64_t now = m_recorder.now(); // of both: the loop learns of it and runs it
    if (!isTheOneWaiting) {
        Record enqueued = record(RecordKind::Enqueue, queue, asyncId, request->type);
        enqueued.place = static_cast<std::uint32_t>(request->place);
        m_recorder.writeAt(now, enqueued);
    }
    const Record begin = record(RecordKind::Begin, queue, asyncId, request->type);
    if (LessonProbe* const lesson = LessonProbe::current()) lesson->holdBegin(now, begin);
    else m_recorder.writeAt(now, begin);
}

// Made before it was watched: a worker's own port. Node's names of kinds are mostly the class in capitals.
TypeId IoCallbacks::typeOfOlder(void* resource)
{
    if (!resource) return TypeId::None;
    v8::Local<v8::Object> object;
    static_assert(sizeof object == sizeof resource);
    std::memcpy(static_cast<void*>(&object), &resource, sizeof resource);
    const v8::HandleScope handles(m_isolate);
    const v8::String::Utf8Value name(m_isolate, object->GetConstructorName());
    std::string type = *name ? *name : "";
    for (char& c : type)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return m_dictionary.internType(type);
}

void IoCallbacks::closing(std::uint64_t asyncId)
{
    if (m_stopped) return;
    if (m_depth > 0) --m_depth;
    if (asyncId < kFirstCallback || m_open.empty() || m_open.back().asyncId != asyncId) return;
    const Open open = m_open.back();
    m_open.pop_back();
    write(RecordKind::End, open.queue, asyncId, TypeId::None, 0, open.threw ? RecordFlag::Throw : std::uint16_t{0});
}

void IoCallbacks::endAll(std::uint64_t time)
{
    for (; !m_open.empty(); m_open.pop_back())
        m_recorder.writeAt(time, record(RecordKind::End, m_open.back().queue, m_open.back().asyncId, TypeId::None));
    m_depth = 0;
}

void IoCallbacks::stop()
{
    if (t_current == this) t_current = nullptr;
    m_stopped = true;
    m_kinds.stop();
    m_recorder.catchUp();
    endAll(m_recorder.now());
    m_requests.forEach([this](AsyncRequests::Request& request) {
        if (request.waits) write(RecordKind::Cancel, request.queue, request.asyncId, request.type, 0);
    });
}

} // namespace loopscope
