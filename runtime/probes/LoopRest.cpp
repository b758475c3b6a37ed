#include "runtime/probes/LoopRest.h"

#include <algorithm>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <poll.h>

namespace loopscope {

namespace {

bool isEmpty(const uv__queue& queue) { return queue.next == &queue; }

/// ms until the first timer that keeps the program alive (what V8 puts off until later hangs on others); -1 if there is none.
int untilTimer(const uv_loop_t& loop)
{
    struct First {
        const std::uint64_t now;
        std::uint64_t wait = INT_MAX;
        bool isThere = false;
    } first{loop.time};
    uv_walk(const_cast<uv_loop_t*>(&loop), [](uv_handle_t* handle, void* found) {
        if (handle->type != UV_TIMER || !uv_is_active(handle) || !uv_has_ref(handle)) return;
        auto& my = *static_cast<First*>(found);
        const std::uint64_t due = reinterpret_cast<uv_timer_t*>(handle)->timeout;
        my.wait = std::min(my.wait, due > my.now ? due - my.now : 0);
        my.isThere = true;
    }, &first);
    return first.isThere ? static_cast<int>(first.wait) : -1;
}

bool isAnyTimerDue(const uv_loop_t& loop)
{
    if (!loop.timer_heap.min) return false;
    return reinterpret_cast<const uv_timer_t*>(static_cast<const char*>(loop.timer_heap.min) - offsetof(uv_timer_t, node.heap))->timeout <= loop.time;
}

/// Whether a file that is watched has news already. Those that the kernel does not know yet are asked one by one.
bool hasNews(const uv_loop_t& loop)
{
    std::vector<pollfd> files{{loop.backend_fd, POLLIN, 0}};
    for (const uv__queue* at = loop.watcher_queue.next; at != &loop.watcher_queue; at = at->next) {
        const auto& watcher = *reinterpret_cast<const uv__io_t*>(reinterpret_cast<const char*>(at) - offsetof(uv__io_t, watcher_queue));
        if (watcher.fd >= 0) files.push_back({watcher.fd, static_cast<short>(watcher.pevents), 0}); // epoll's bits are poll's
    }
    return poll(files.data(), files.size(), 0) > 0;
}

} // namespace

std::optional<int> sleepToCome(const uv_loop_t& loop)
{
    const bool hasWork = !isEmpty(loop.pending_queue) || !isEmpty(loop.idle_handles) || loop.closing_handles;
    const bool isAlive = loop.active_handles > 0 || loop.active_reqs.count > 0;
    if (loop.stop_flag != 0 || hasWork || !isAlive) return std::nullopt;
    if (isAnyTimerDue(loop) || hasNews(loop)) return std::nullopt;
    return untilTimer(loop);
}

} // namespace loopscope
