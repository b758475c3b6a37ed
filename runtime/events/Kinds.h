#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// The vocabulary in which producers (probes) and viewers (panels, files) meet. Names are those of the
// readable trace format; they are promises to users, so the enumerators' order and text do not change.

namespace loopscope {

/// What a Record says. The comment behind each names the fields of Record that it uses besides time and thread.
enum class RecordKind : std::uint8_t {
    None,    ///< never published
    Phase,   ///< detail Phase, flags Begin or End, value iteration; on poll's end id = ns asleep
    Enqueue, ///< id, detail Queue, type, place StackId of the call that did it, value ms (timers)
    Begin,   ///< id, detail Queue, type, place SiteId of the function that runs (0 unknown)
    End,     ///< id, detail Queue
    Cancel,  ///< id, detail Queue
    Call,    ///< place SiteId of the user function entered (Lesson)
    Return,  ///< place SiteId of the user function left (Lesson)
    Op,      ///< id, detail OpState, type "fs.stat" .., value pool slot (1-based, 0 none), place StackId at start
    Promise, ///< id, detail PromiseState, place StackId; value low 32 bits of the parent promise's id (0 none)
    Gc,      ///< detail GcType, id duration in ns
    Metric,  ///< type the metric's name, id the value's bits (IEEE 754 double)
    Console, ///< detail ConsoleLevel, place TextId
    Stdout,  ///< place TextId
    Stderr,  ///< place TextId
    Lost,    ///< id how many records were dropped here
    Exit,    ///< value the exit code (as int32), detail ExitReason; last of its loop
    Line,    ///< place SiteId of the statement about to run (Lesson; drives the editor's current line)
    Handle,  ///< id, detail HandleState, type Node's name "TCPSERVERWRAP" .., place StackId of its making, value TextId of its address or file
};
inline constexpr int kRecordKindCount = 19;

/// libuv's phases in their real order, and `Main`: the script's own synchronous run and the drain after it.
enum class Phase : std::uint8_t { Main, Pending, Idle, Prepare, Poll, Check, Closing, Timers };
inline constexpr int kPhaseCount = 8;

/// Where callbacks wait.
enum class Queue : std::uint8_t { Timers, Pending, Poll, Check, Closing, NextTick, Microtask };
inline constexpr int kQueueCount = 7;

/// The life of a piece of work that Node handed away.
enum class OpState : std::uint8_t { Start, Queued, Running, Done };

/// What libuv says of a handle (a server, a socket, a child process, a watcher). Only an active one that is referenced keeps
/// the loop alive.
enum class HandleState : std::uint8_t { Active, Unref, Idle, Closed };

enum class PromiseState : std::uint8_t { Pending, Fulfilled, Rejected, Handled };

enum class GcType : std::uint8_t { Scavenge, MinorMarkSweep, MarkCompact, Incremental, WeakCallbacks };

enum class ConsoleLevel : std::uint8_t { Log, Info, Debug, Warn, Error, Trace };

enum class ExitReason : std::uint8_t { Exit, Stopped, Uncaught, OutOfMemory };

/// What a run records; chosen before it starts.
enum class DetailLevel : std::uint8_t { Off, Monitor, Trace, Lesson };

/// Bits of Record::flags.
namespace RecordFlag {
inline constexpr std::uint16_t BeginEdge = 1 << 0; ///< of Phase
inline constexpr std::uint16_t EndEdge = 1 << 1;   ///< of Phase
inline constexpr std::uint16_t Internal = 1 << 2;  ///< Node's own callback (its script's URL starts with "node:")
inline constexpr std::uint16_t Inferred = 1 << 3;  ///< told by a fall-back, not seen itself; views draw it so
inline constexpr std::uint16_t Unref = 1 << 4;     ///< of Enqueue in timers: does not keep the loop alive
inline constexpr std::uint16_t Repeat = 1 << 5;    ///< of Enqueue in timers: an interval
inline constexpr std::uint16_t Resume = 1 << 6;    ///< of Call: a generator or async function goes on
inline constexpr std::uint16_t Suspend = 1 << 7;   ///< of Return: at await or yield, not left for good
inline constexpr std::uint16_t Throw = 1 << 8;     ///< of Return or End: by an exception
inline constexpr std::uint16_t AfterEnd = 1 << 15; ///< of Begin, in a Ring only: see Packed.h
} // namespace RecordFlag

// Names as the trace format and the command line spell them.
std::string_view name(RecordKind);
std::string_view name(Phase);
std::string_view name(Queue);
std::string_view name(OpState);
std::string_view name(HandleState);
std::string_view name(PromiseState);
std::string_view name(GcType);
std::string_view name(ConsoleLevel);
std::string_view name(ExitReason);
std::string_view name(DetailLevel);
std::optional<DetailLevel> detailLevelFromName(std::string_view);

} // namespace loopscope
