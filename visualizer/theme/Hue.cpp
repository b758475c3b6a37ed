#include "visualizer/theme/Hue.h"

#include <algorithm>
#include <array>

namespace loopscope {

Hue hueOf(Phase phase)
{
    switch (phase) {
    case Phase::Main: return Hue::Main;
    case Phase::Pending: return Hue::Pending;
    case Phase::Idle:
    case Phase::Prepare: return Hue::Idle;
    case Phase::Poll: return Hue::Poll;
    case Phase::Check: return Hue::Check;
    case Phase::Closing: return Hue::Closing;
    case Phase::Timers: return Hue::Timers;
    }
    return Hue::Main;
}

static Hue hueOfMicrotask(std::string_view type)
{
    if (type == "await") return Hue::Await;
    if (type == "thenable") return Hue::Thenable;
    if (type == "queueMicrotask" || type == "Microtask") return Hue::QueueMicrotask;
    return Hue::Reaction;
}

Hue hueOf(Queue queue, std::string_view type)
{
    switch (queue) {
    case Queue::Timers: return Hue::Timers;
    case Queue::Pending: return Hue::Pending;
    case Queue::Poll: return Hue::Poll;
    case Queue::Check: return Hue::Check;
    case Queue::Closing: return Hue::Closing;
    case Queue::NextTick: return Hue::NextTick;
    case Queue::Microtask: return hueOfMicrotask(type);
    }
    return Hue::Main;
}

bool runsOnThreadPool(std::string_view type)
{
    // dns.resolve and its kin go over the network; only lookup and lookupService use the pool.
    static constexpr std::array prefixes{"fs.", "crypto.", "zlib.", "dns.lookup", "pool.", "work"};
    return std::ranges::any_of(prefixes, [type](std::string_view prefix) { return type.starts_with(prefix); });
}

Hue hueOfOperation(std::string_view type)
{
    return runsOnThreadPool(type) ? Hue::Pool : Hue::Poll;
}

std::string_view name(Hue hue)
{
    static constexpr std::array<std::string_view, kHueCount> names{
        "main",  "timers",   "pending",        "idle", "poll", "check",  "closing", "nextTick", "reaction",
        "await", "thenable", "queueMicrotask", "pool", "gc",   "asleep", "lost"};
    return names[static_cast<std::size_t>(hue)];
}

} // namespace loopscope
