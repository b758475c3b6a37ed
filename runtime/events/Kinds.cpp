#include "runtime/events/Kinds.h"

#include <array>

namespace loopscope {

namespace {

using namespace std::string_view_literals;

template <std::size_t N, class Enum> std::string_view pick(const std::array<std::string_view, N>& names, Enum value)
{
    const auto i = static_cast<std::size_t>(value);
    return i < N ? names[i] : "?"sv;
}

constexpr std::array kRecordKinds{"none"sv, "phase"sv,   "enqueue"sv, "begin"sv, "end"sv,     "cancel"sv, "call"sv,   "return"sv, "op"sv,
                                  "promise"sv, "gc"sv, "metric"sv, "console"sv, "stdout"sv, "stderr"sv, "lost"sv, "exit"sv, "line"sv, "handle"sv};
static_assert(kRecordKinds.size() == kRecordKindCount);
constexpr std::array kPhases{"main"sv, "pending"sv, "idle"sv, "prepare"sv, "poll"sv, "check"sv, "closing"sv, "timers"sv};
static_assert(kPhases.size() == kPhaseCount);
constexpr std::array kQueues{"timers"sv, "pending"sv, "poll"sv, "check"sv, "closing"sv, "nextTick"sv, "microtask"sv};
static_assert(kQueues.size() == kQueueCount);
constexpr std::array kOpStates{"start"sv, "queued"sv, "running"sv, "done"sv};
constexpr std::array kHandleStates{"active"sv, "unref"sv, "idle"sv, "closed"sv};
constexpr std::array kPromiseStates{"pending"sv, "fulfilled"sv, "rejected"sv, "handled"sv};
constexpr std::array kGcTypes{"scavenge"sv, "minor-mark-sweep"sv, "mark-compact"sv, "incremental"sv, "weak-callbacks"sv};
constexpr std::array kConsoleLevels{"log"sv, "info"sv, "debug"sv, "warn"sv, "error"sv, "trace"sv};
constexpr std::array kExitReasons{"exit"sv, "stopped"sv, "uncaught"sv, "out-of-memory"sv};
constexpr std::array kDetailLevels{"off"sv, "monitor"sv, "trace"sv, "lesson"sv};

} // namespace

std::string_view name(RecordKind v) { return pick(kRecordKinds, v); }
std::string_view name(Phase v) { return pick(kPhases, v); }
std::string_view name(Queue v) { return pick(kQueues, v); }
std::string_view name(OpState v) { return pick(kOpStates, v); }
std::string_view name(HandleState v) { return pick(kHandleStates, v); }
std::string_view name(PromiseState v) { return pick(kPromiseStates, v); }
std::string_view name(GcType v) { return pick(kGcTypes, v); }
std::string_view name(ConsoleLevel v) { return pick(kConsoleLevels, v); }
std::string_view name(ExitReason v) { return pick(kExitReasons, v); }
std::string_view name(DetailLevel v) { return pick(kDetailLevels, v); }

std::optional<DetailLevel> detailLevelFromName(std::string_view text)
{
    for (std::size_t i = 0; i < kDetailLevels.size(); ++i)
        if (kDetailLevels[i] == text) return static_cast<DetailLevel>(i);
    return std::nullopt;
}

} // namespace loopscope
