#include "runtime/probes/PoolOps.h"

#include "runtime/probes/CallSites.h"
#include "runtime/probes/Detour.h"
#include "runtime/probes/IoCallbacks.h"
#include "runtime/probes/KnownNode.h"
#include "runtime/probes/NodeImage.h"
#include "runtime/probes/OpNames.h"
#include "runtime/probes/OutputWrites.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace loopscope {

namespace {

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
        my->submitted(work, {run, done, 0, 0, TypeId::None});
        s_submit(loop, work, kind, &runs, &finished);
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
        if (!node) return false;
        // test rdx, rdx; je; push rbp: looked at, never run again.
        constexpr std::uint64_t kQueueWorkPrologue = 0x0000'9584'0fd2'8548;
        return Detour::install(node->submit, Detour::kUsualPrologue, reinterpret_cast<void*>(&submit),
                               reinterpret_cast<void**>(&s_submit)) &&
               Detour::install(node->queueWork, kQueueWorkPrologue, reinterpret_cast<void*>(&queueWork), nullptr);
    }
};

bool PoolOps::isSupported()
{
    static const bool supported = PoolHooks::putAll();
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
    : m_loop(loop), m_recorder(recorder), m_dictionary(dictionary), m_callSites(callSites), m_io(io),
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

void PoolOps::write(OpState state, const Op& op, StackId place)
{
    Record record;
    record.kind = RecordKind::Op;
    record.detail = static_cast<std::uint8_t>(state);
    record.id = op.id;
    record.type = op.type;
    record.place = static_cast<std::uint32_t>(place);
    m_recorder.write(record);
}

// The id that a node AsyncWrap at this address would have, if such a request is known to be alive.
std::uint64_t PoolOps::asyncIdAt(const void* asyncWrap) const
{
    if (!asyncWrap) return 0;
    double id;
    std::memcpy(&id, static_cast<const char*>(asyncWrap) + KnownNode::kAsyncWrapId, sizeof id);
    if (!(id >= 2 && id < 9e15)) return 0;
    const auto whole = static_cast<std::uint64_t>(id);
    return static_cast<double>(whole) == id && m_io.requests().find(whole) ? whole : 0;
}

TypeId PoolOps::nameOf(const uv_work_t& request, std::uint64_t asyncId)
{
    // Node's ThreadPoolWork: environment before the request, name of the work behind it.
    const auto* const type =
        *reinterpret_cast<const char* const*>(reinterpret_cast<const char*>(&request) + sizeof request);
    const AsyncRequests::Request* const owner = asyncId != 0 ? m_io.requests().find(asyncId) : nullptr;
    if (owner)
        if (const std::string_view name = OpNames::ofRequest(m_dictionary.type(owner->type)); !name.empty())
            return m_dictionary.internType(name);
    return m_dictionary.internType(OpNames::ofWork(type));
}

void PoolOps::identify(uv__work* work, Op& op)
{
    const KnownNode& node = *KnownNode::find();
    const auto function = reinterpret_cast<std::uintptr_t>(op.work);
    if (function == node.fileWork) {
        const uv_fs_t& request = *requestOf<uv_fs_t>(work);
        op.asyncId = asyncIdAt(request.data);
        op.type = m_dictionary.internType(OpNames::ofFile(request.fs_type));
    } else if (function == node.addressWork) {
        op.asyncId = asyncIdAt(requestOf<uv_getaddrinfo_t>(work)->data);
        op.type = m_dictionary.internType("dns.lookup");
    } else if (function == node.nameWork) {
        op.asyncId = asyncIdAt(requestOf<uv_getnameinfo_t>(work)->data);
        op.type = m_dictionary.internType("dns.lookupService");
    } else if (function == node.userWork) {
        const uv_work_t& request = *requestOf<uv_work_t>(work);
        if (reinterpret_cast<std::uintptr_t>(request.work_cb) == node.poolWork) {
            constexpr int kBeforeRequest = 16; // vtable, environment
            op.asyncId =
                asyncIdAt(reinterpret_cast<const char*>(&request) - kBeforeRequest - KnownNode::kAsyncWrapSize);
            op.type = nameOf(request, op.asyncId);
        }
    }
    if (op.type == TypeId::None) op.type = m_dictionary.internType("work");
    op.id = op.asyncId != 0 ? m_recorder.id(IdSpace::Async, op.asyncId) : m_recorder.id(IdSpace::Own, ++m_ownIds);
}

void PoolOps::submitted(uv__work* work, Op op)
{
    identify(work, op);
    {
        std::scoped_lock lock(m_mutex);
        m_ops[work] = op;
    }
    if (m_silent.load(std::memory_order_relaxed)) return;
    const AsyncRequests::Request* const owner = op.asyncId != 0 ? m_io.requests().find(op.asyncId) : nullptr;
    // A request is made just before it is given away, by the same call; an object with many pieces of work (zlib) is
    // not.
    const bool isOneWay = owner && reinterpret_cast<std::uintptr_t>(op.work) != KnownNode::find()->userWork;
    StackId place = isOneWay ? owner->place : m_callSites.here();
    if (place == StackId::None && owner) place = owner->place;
    write(OpState::Start, op, place);
    write(OpState::Queued, op, place);
}

void PoolOps::runs(uv__work* work)
{
    Op op;
    {
        std::scoped_lock lock(m_mutex);
        op = m_ops.at(work);
    }
    if (m_silent.load(std::memory_order_relaxed)) return op.work(work);
    const PoolThreads::Thread thread = m_threads->current();
    Record record;
    record.kind = RecordKind::Op;
    record.id = op.id;
    record.type = op.type;
    record.value = thread.slot;
    record.detail = static_cast<std::uint8_t>(OpState::Running);
    m_threads->write(thread, record);
    {
        const OutputWrites::OnPoolThread writer(&m_output, *m_threads, thread);
        op.work(work);
    }
    record.detail = static_cast<std::uint8_t>(OpState::Done);
    m_threads->write(thread, record);
    if (op.asyncId == 0) return;
    std::scoped_lock lock(m_mutex);
    m_done.push_back(op.asyncId);
    m_doneCount.store(static_cast<std::uint32_t>(m_done.size()), std::memory_order_release);
}

void PoolOps::loopWakes()
{
    if (m_doneCount.load(std::memory_order_acquire) == 0 || m_silent.load(std::memory_order_relaxed)) return;
    m_told.clear();
    {
        std::scoped_lock lock(m_mutex);
        m_told.swap(m_done);
        m_doneCount.store(0, std::memory_order_relaxed);
    }
    for (const std::uint64_t asyncId : m_told)
        if (AsyncRequests::Request* const request = m_io.requests().find(asyncId); request && !request->waits)
            m_io.enqueue(*request, Queue::Poll);
}

void PoolOps::finished(uv__work* work, int status)
{
    loopWakes(); // work that ended after the loop woke is in this very batch
    Op op;
    {
        std::scoped_lock lock(m_mutex);
        const auto found = m_ops.find(work);
        op = found->second;
        m_ops.erase(found); // the original may give the same request to the pool again
    }
    const bool isTold = !m_silent.load(std::memory_order_relaxed);
    if (isTold && status == UV_ECANCELED) write(OpState::Done, op, StackId::None);
    op.done(work, status);
    if (isTold && op.asyncId != 0) m_io.cancelWaiting(op.asyncId); // it had no callback
}

void PoolOps::stop()
{
    m_silent.store(true);
}

} // namespace loopscope
