#pragma once

#include "runtime/stream/Recording.h"
#include "visualizer/model/LoopState.h"

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace loopscope {

enum class FindingKind : std::uint8_t {
    UnhandledRejection, ///< nobody had handled it when the queues were empty, nor later
    LongCallback,       ///< a callback of the program's that held up the loop
    LongDrain,          ///< many short jobs that together held up the loop
    LateTimer,          ///< a timer that began long after it was due
    PoolWait,           ///< work that waited for a thread of the pool
    GcPause,
    RecordsLost,
    TooManyListeners,   ///< Node's MaxListenersExceededWarning
    OneAfterAnother,    ///< operations that one function awaited in turn
    PendingPromise,     ///< at the program's exit
    HeapGrows,          ///< each full collection leaves more than the one before
};
inline constexpr int kFindingKindCount = 11;

enum class Severity : std::uint8_t { Error, Warning, Info };
Severity severityOf(FindingKind kind);

/// From when on something is a finding. ns but for `inTurn` and those of the heap.
struct FindingLimits {
    std::uint64_t callback = 50'000'000;
    std::uint64_t drain = 50'000'000;
    std::uint64_t poolWait = 20'000'000;
    std::uint64_t timerLate = 20'000'000;
    std::uint64_t gcPause = 20'000'000;
    std::uint64_t inTurn = 3;                ///< operations
    std::uint64_t inTurnSaving = 5'000'000;  ///< what they took in all less the longest of them
    std::uint64_t heapRises = 3;             ///< full collections in turn
    std::uint64_t heapGrowth = 4'000'000;    ///< bytes
    double heapGrowthPart = 0.3;             ///< of what it was
};

/// What ran at some moment.
struct FindingCover {
    enum class Kind : std::uint8_t { Unknown, Callback, Drain, MainScript, Asleep };
    Kind kind = Kind::Unknown;
    StackFrame frame; ///< of Callback
};

/// One fact, or several of the same kind at the same place. A value.
struct Finding {
    FindingKind kind = FindingKind::LongCallback;
    std::uint16_t thread = 0;
    std::uint64_t count = 1;       ///< how often
    // Of the worst of them:
    std::uint64_t record = 0;      ///< index of the record to go to
    std::uint64_t time = 0;        ///< ns
    std::uint64_t worst = 0;       ///< ns: how long it ran, waited, was late; 0 where time is not what matters
    std::uint64_t amount = 0;      ///< jobs of the drain; operations in turn; at most waiting in the pool; in all lost; promises that wait for the pending one; bytes of the heap
    std::uint64_t before = 0;      ///< of HeapGrows: bytes, as it began to grow
    std::uint64_t rises = 0;       ///< of HeapGrows: full collections, each of which left more than the one before
    std::uint64_t longest = 0;     ///< ns: of the drain's jobs, of the operations in turn
    std::uint64_t id = 0;          ///< callback, operation or promise; 0 for none
    StackFrame frame;              ///< of LongCallback, LongDrain (the longest of its own jobs) and LateTimer
    TypeId type = TypeId::None;    ///< of operations
    TextId text = TextId::None;    ///< of TooManyListeners: what Node printed
    FindingCover cover;            ///< of LateTimer: what ran when it was due
    GcType gc = GcType::Scavenge;
    // Of the first of them:
    std::uint64_t firstTime = 0;   ///< ns
    // Of all:
    SiteId site = SiteId::None;    ///< of the program's own; None where it is not known

    Severity severity() const { return severityOf(kind); }
    std::uint64_t cursor() const { return record + 1; }
};

/// Of the same kind at the same place.
bool isSame(const Finding& a, const Finding& b);

/// The time that the worst of it took: where it ran, waited, was late; ns, both included.
std::pair<std::uint64_t, std::uint64_t> stretchOf(const Finding& finding);

/// Merges what is of the same kind at the same place, and remembers when each was.
///
/// Thread: one. Lifetime: that of its Findings.
class FindingList
{
public:
    explicit FindingList(std::size_t most) : m_most(most) {}

    void add(const Finding& finding);
    const std::vector<Finding>& all() const { return m_all; }
    /// Merges `finding` with its like in `all`, or adds it.
    static void join(std::vector<Finding>& all, const Finding& finding);
    /// Whether one of those that are merged in `finding` lies, in part, in the time from `from` to `to`.
    bool touches(const Finding& finding, std::uint64_t from, std::uint64_t to) const;
    std::uint64_t revision() const { return m_revision; }
    std::uint64_t untold() const { return m_untold; }

private:
    using Stretches = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
    struct Key {
        std::uint64_t whereAndWhat, thread;
        bool operator==(const Key&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const { return (key.whereAndWhat ^ key.thread << 48) * 0x9e3779b97f4a7c15u; }
    };
    friend bool isSame(const Finding& a, const Finding& b);
    static Key keyOf(const Finding& finding);
    static void merge(Finding& into, const Finding& other);

    const std::size_t m_most;
    std::vector<Finding> m_all;
    std::vector<Stretches> m_stretches; // of each
    std::unordered_map<Key, std::size_t, Hash> m_rows;
    std::uint64_t m_revision = 0, m_untold = 0;
};

/// The innermost frame that is the program's own; None if there is none.
SiteId ownSite(const Recording& recording, StackId stack);

} // namespace loopscope
