#include "runtime/probes/PoolOps.h"

#include "runtime/probes/CallSites.h"
#include "runtime/probes/Detour.h"
#include "runtime/probes/IoCallbacks.h"
#include "runtime/probes/KnownNode.h"
#include "runtime/probes/NodeImage.h"
#include "runtime/probes/OutputWrites.h"
#include "runtime/probes/PoolLoad.h"
#include "runtime/probes/Tricks.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace loopscope {

namespace {

constexpr std::intptr_t kLowestAddress = 1 << 16; // below it the system maps nothing
constexpr std::size_t kLoops = 256; // watched at a time in one process
std::array<std::atomic<PoolOps*>, kLoops> g_watched{};

template <class Request>
Request* requestOf(uv__work* work)
{
    return reinterpret_cast<Request*>(reinterpret_cast<char*>(work) - offsetof(Request, work_req));
}

} // namespace

/// The functions that run instead of libuv's.
struct PoolHooks {
    using Submit = void (*)(uv_loop_t*, uv__work*, int, PoolOps::Work, PoolOps::Done);
    inline static Submit s_submit = nullptr;

    static void submit(uv_loop_t* loop, uv__work* work, int kind, PoolOps::Work run, PoolOps::Done done)
    {
        PoolOps* const my = PoolOps::of(loop);
        if (!my) return s_submit(loop, work, kind, run, done);
        constexpr int kSlow = 2; // libuv's UV__WORK_SLOW_IO
        my->submitted(work, run, done, kind == kSlow);
        const bool isFull = PoolLoad::given(kind == kSlow);
        s_submit(loop, work, kind, &runs, &finished);
        if (isFull && my->m_onFull && !my->m_silent.load(std::memory_order_relaxed)) my->m_onFull(my->m_onFullSelf, PoolLoad::threads());
    }

    // uv_queue_work does no more than this; its own call of uv__work_submit is inlined.
    static int queueWork(uv_loop_t* loop, uv_work_t* request, uv_work_cb work, uv_after_work_cb after)
    {
        constexpr int kCpu = 0;
        if (!work) return UV_EINVAL;
        request->type = UV_WORK;
        ++loop->active_reqs.count;
        request->loop = loop;
        request->work_cb = work;
        request->after_work_cb = after;
        const KnownNode& node = *KnownNode::find();
        submit(loop, &request->work_req, kCpu, reinterpret_cast<PoolOps::Work>(node.userWork),
               reinterpret_cast<PoolOps::Done>(node.userDone));
        return 0;
    }

    static void runs(uv__work* work) { PoolOps::of(work->loop)->runs(work); }
    static void finished(uv__work* work, int status) { PoolOps::of(work->loop)->finished(work, status); }

    static bool putAll()
    {
        const KnownNode* const node = KnownNode::find();
        if (!node || !isAllowed(Trick::Pool)) return false;
        // test rdx, rdx; je; push rbp: looked at, never run again.
        constexpr std::uint64_t kQueueWorkPrologue = 0x0000'9584'0fd2'8548;
        return Detour::install(node->submit, Detour::kUsualPrologue, reinterpret_cast<void*>(&submit),
                               reinterpret_cast<void**>(&s_submit)) &&
               Detour::install(node->queueWork, kQueueWorkPrologue, reinterpret_cast<void*>(&queueWork), nullptr);
    }
};

bool PoolOps::isSupported()
{
    static const bool supported = IoCallbacks::isSupported() && PoolHooks::putAll(); // whose work it is, they tell
    return supported;
}

PoolOps* PoolOps::of(const uv_loop_t* loop)
{
    for (const auto& entry : g_watched) {
        PoolOps* const ops = entry.load(std::memory_order_acquire);
        if (ops && ops->m_loop == loop) return ops;
    }
    return nullptr;
}

PoolOps::PoolOps(uv_loop_t* loop, ThreadRecorder& recorder, Dictionary& dictionary, CallSites& callSites,
                 IoCallbacks& io, std::shared_ptr<PoolThreads> threads, OutputWrites& output)
    : m_node(KnownNode::find()), m_loop(loop), m_recorder(recorder), m_types(dictionary), m_callSites(callSites), m_io(io),
      m_threads(std::move(threads)), m_output(output)
{
    if (!isSupported()) return;
    for (auto& entry : g_watched) {
        PoolOps* none = nullptr;
        if (entry.compare_exchange_strong(none, this, std::memory_order_release)) break;
    }
}

PoolOps::~PoolOps()
{
    for (auto& entry : g_watched) {
        PoolOps* me = this;
        if (entry.compare_exchange_strong(me, nullptr, std::memory_order_release)) break;
    }
}

Record PoolOps::record(OpState state, const Op& op) const
{
    Record record;
    record.kind = RecordKind::Op;
    record.detail = static_cast<std::uint8_t>(state);
    record.id = op.id;
    record.type = op.type;
    return record;
}

// Of a node AsyncWrap at this address, if such a request is known to be alive; the op then has its id.
const AsyncRequests::Request* PoolOps::requestAt(const void* asyncWrap, Op& op) const
{
    // Node has a small number there for a while: fs.mkdir's error when it made a folder's parents.
    if (reinterpret_cast<std::intptr_t>(asyncWrap) < kLowestAddress) return nullptr;
    double id;
    std::memcpy(&id, static_cast<const char*>(asyncWrap) + KnownNode::kAsyncWrapId, sizeof id);
    if (!(id >= 2 && id < 9e15)) return nullptr;
    const auto whole = static_cast<std::uint64_t>(id);
    const AsyncRequests::Request* const request = static_cast<double>(whole) == id ? m_io.requests().find(whole) : nullptr;
    if (request) op.asyncId = whole;
    return request;
}

// A request is made just before it is given away, by the same call; an object with many pieces of work (zlib) is not.
StackId PoolOps::placeOf(const Owner& owner)
{
    if (owner.request && owner.isOfOneCall) return owner.request->place;
    const StackId here = m_callSites.here();
    return here == StackId::None && owner.request ? owner.request->place : here;
}

PoolOps::Owner PoolOps::identifyUserWork(const uv_work_t& request, Op& op)
{
    op.type = m_types.other;
    if (reinterpret_cast<std::uintptr_t>(request.work_cb) != m_node->poolWork) return {};
    // Node's ThreadPoolWork: AsyncWrap, vtable and environment before the request, name of the work behind it.
    constexpr int kBeforeRequest = 16 + KnownNode::kAsyncWrapSize;
    const auto* const raw = reinterpret_cast<const char*>(&request);
    const AsyncRequests::Request* const owner = requestAt(raw - kBeforeRequest, op);
    const auto* const name = *reinterpret_cast<const char* const*>(raw + sizeof request);
    const OpTypes::Work known = m_types.ofWork(name, owner ? owner->type : TypeId::None);
    op.type = known.type;
    return {owner, known.isOfOneCall};
}

PoolOps::Owner PoolOps::identify(uv__work* work, Op& op)
{
    const auto function = reinterpret_cast<std::uintptr_t>(op.work);
    if (function == m_node->userWork) return identifyUserWork(*requestOf<uv_work_t>(work), op);
    const void* owner = nullptr;
    op.type = m_types.other;
    if (function == m_node->fileWork) {
        const uv_fs_t& request = *requestOf<uv_fs_t>(work);
        owner = request.data;
        op.type = m_types.ofFile(request.fs_type);
    } else if (function == m_node->addressWork) {
        owner = requestOf<uv_getaddrinfo_t>(work)->data;
        op.type = m_types.address;
    } else if (function == m_node->nameWork) {
        owner = requestOf<uv_getnameinfo_t>(work)->data;
        op.type = m_types.name;
    }
    return {requestAt(owner, op)};
}

void PoolOps::submitted(uv__work* work, Work run, Done done, bool isSlow)
{
    Op& op = m_ops.add(work);
    op.work = run;
    op.done = done;
    op.asyncId = 0;
    op.isSlow = isSlow;
    const Owner owner = identify(work, op);
    op.id = op.asyncId != 0 ? m_recorder.id(IdSpace::Async, op.asyncId) : m_recorder.id(IdSpace::Own, ++m_ownIds);
    if (m_silent.load(std::memory_order_relaxed)) return;
    Record start = record(OpState::Start, op);
    start.place = static_cast<std::uint32_t>(placeOf(owner));
    m_recorder.catchUp();
    const std::uint64_t now = m_recorder.now();
    m_recorder.writeAt(now, start);
    start.detail = static_cast<std::uint8_t>(OpState::Queued);
    m_recorder.writeAt(now, start);
}

void PoolOps::runs(uv__work* work)
{
    Op& op = m_ops.find(work);
    const bool isSlow = op.isSlow;
    if (m_silent.load(std::memory_order_relaxed)) {
        op.work(work);
        return PoolLoad::ended(isSlow);
    }
    tellRun(op);
    PoolLoad::ended(isSlow);
    if (op.asyncId == 0) return;
    op.nextDone = m_done.load(std::memory_order_relaxed);
    while (!m_done.compare_exchange_weak(op.nextDone, &op, std::memory_order_release, std::memory_order_relaxed)) {}
}

void PoolOps::tellRun(Op& op)
{
    const PoolThreads::Thread thread = m_threads->current();
    Record running = record(OpState::Running, op);
    running.value = thread.slot;
    m_threads->write(thread, running);
    {
        const OutputWrites::OnPoolThread writer(&m_output, *m_threads, thread);
        op.work(op.key.load(std::memory_order_relaxed));
    }
    running.detail = static_cast<std::uint8_t>(OpState::Done);
    m_threads->write(thread, running);
}

// In the order in which they ended.
PoolOps::Op* PoolOps::takeDone()
{
    Op* first = nullptr;
    for (Op* op = m_done.exchange(nullptr, std::memory_order_acquire); op;) {
        Op* const earlier = op->nextDone;
        op->nextDone = first;
        first = op;
        op = earlier;
    }
    return first;
}

void PoolOps::loopWakes()
{
    if (!m_done.load(std::memory_order_relaxed) || m_silent.load(std::memory_order_relaxed)) return;
    for (const Op* op = takeDone(); op; op = op->nextDone)
        if (AsyncRequests::Request* const request = m_io.requests().find(op->asyncId); request && !request->waits)
            m_io.enqueue(*request, Queue::Poll);
}

void PoolOps::finished(uv__work* work, int status)
{
    loopWakes(); // work that ended after the loop woke is in this very batch, and its entry is free from here on
    Op& op = m_ops.find(work);
    const Done done = op.done;
    const std::uint64_t asyncId = op.asyncId;
    const bool isTold = !m_silent.load(std::memory_order_relaxed);
    if (status == UV_ECANCELED) PoolLoad::ended(op.isSlow);
    if (isTold && status == UV_ECANCELED) m_recorder.write(record(OpState::Done, op));
    OpTable::remove(op); // the original may give the same request to the pool again
    done(work, status);
    if (isTold && asyncId != 0) m_io.cancelWaiting(asyncId); // it had no callback
}

void PoolOps::stop()
{
    m_silent.store(true);
}

} // namespace loopscope
