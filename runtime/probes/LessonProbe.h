#pragma once

#include "runtime/probes/FunctionSites.h"
#include "runtime/probes/ScriptFrames.h"
#include "runtime/probes/SourcePlaces.h"
#include "runtime/probes/ThreadRecorder.h"
#include "runtime/probes/UserText.h"

#include <v8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace loopscope {

/// Lesson's view of the user's own functions: entered, left, suspended at await or yield, resumed; the statement about
/// to run. The agent's lesson.js puts calls of it into the program's text.
///
/// Where PromiseProbe uses PromiseSites, the awaits of async functions (no generators) are told by V8 itself, and their text has no
/// such calls. Else, and in generators, a few ways out of and into a function pass no call (a rejected await, the awaits within
/// `for await`, yield*, `await using`, generators that are closed): they are told as soon as the next call shows that they were
/// taken. Of functions with such pauses the machine's stack is asked whether they are on it.
///
/// Thread: one JS thread's. Lifetime: as long as that thread's probes; what was put into the text does nothing after stop().
class LessonProbe
{
public:
    LessonProbe(v8::Isolate* isolate, ThreadRecorder& recorder, SourcePlaces& places);
    ~LessonProbe() { stop(); }
    LessonProbe(const LessonProbe&) = delete;
    LessonProbe& operator=(const LessonProbe&) = delete;

    /// Adds defineProbes, internSite, notePausesUnseen, noteInsertions, noteTexts, textsAreMapped and positionOf to the object that
    /// lesson.js knows as `native` (LessonNatives.cpp).
    void addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native);
    void stop();
    /// The one of this thread, null if none.
    static LessonProbe* current() { return s_ofThread; }

    /// A callback begins whose function is hidden behind Node's own, at a time taken since the last catchUp(): the record
    /// is held back, and gets the first function of the user's that runs in it.
    void holdBegin(std::uint64_t time, Record record);

    /// Async: V8 makes the promise of an async function just before it is entered, touches promises as soon as it
    /// is left or awaits, and goes on just after the begin of the job; the times are the same then. AsyncLate: parameters of it that
    /// run code came first.
    enum class Way : std::uint8_t { Plain, Async, AsyncLate };
    /// `statement`: the first one, which runs at once; or none.
    void enter(SiteId function, SiteId statement, Way way);
    void leave(SiteId function, Way way);
    void suspend(SiteId function, Way way);
    void resume(SiteId function, Way way);
    /// An exception ends here; none: in what is no function.
    void caught(SiteId function);
    void step(SiteId statement, SiteId function);
    /// A `finally` of the program's begins, and ends without having gone elsewhere.
    void finallyBegins(SiteId function);
    void finallyEnds(SiteId function);
    /// A turn of this function's `for await` begins: it has waited.
    void comeBack(SiteId function);

    /// From now on V8's awaits will be told by awaitBegins and awaitEnds; `functions` must live until stop().
    void expectAwaits(FunctionSites& functions) { m_functions = &functions; }
    bool expectsAwaits() const { return m_functions != nullptr; }
    /// A function awaits; the caller has caught up. `place`: the function's, as FunctionSites knows it. Asks V8 nothing.
    void awaitBegins(SiteId place);
    /// The function there if a Begin of its job is to tell that it is resumed, none otherwise; and it has been told.
    SiteId resumable(SiteId place) const { return m_isAllWatched ? SiteId::None : functionAt(place); }
    void awaitEnds(SiteId function);
    /// Awaits may pass untold from now on: the program has set promise hooks.
    void awaitsMayBeUnseen() { m_isAllWatched = true; }

    /// This function pauses at places that have no call of ours.
    void notePausesUnseen(SiteId function) { m_pausesUnseen.insert(function); }
    UserText& texts() { return m_texts; }

private:
    struct Active {
        SiteId function = SiteId::None;
        std::uintptr_t frame = 0; ///< on the machine's stack; known only of those that pause unseen
        std::uintptr_t handler = 0; ///< the frame that an exception was taken to, if no code of the function's ran since
        std::uint32_t finallies = 0; ///< of those that run, innermost lowest: whether by an exception
        bool isSame(const Active& other) const { return function == other.function && frame == other.frame; }
    };
    /// Functions that pause unseen and are on the machine's stack, innermost first.
    struct Pausing {
        static constexpr int kMost = 8;
        std::array<Active, kMost> functions;
        int count = 0;
        std::uintptr_t reach = 0; ///< so far out they were looked for
        void add(const Active& one) { functions[static_cast<std::size_t>(count++)] = one; }
        bool has(const Active& one) const
        {
            const auto isOne = [&](const Active& other) { return one.isSame(other); };
            return one.frame > reach || std::any_of(functions.begin(), functions.begin() + count, isOne);
        }
    };

    /// Code of this function runs: what is above it was left, or it was resumed unseen.
    void isIn(SiteId function)
    {
        m_recorder.catchUp();
        if (!isOnTop(function)) comesToTop(function);
    }
    bool isOnTop(SiteId function) const { return m_stack.size() > base() && m_stack.back().function == function; }
    void comesToTop(SiteId function);
    std::uintptr_t handlerOf(SiteId function) const;
    void keepHandler();
    void isOwnCode();
    void push(SiteId function);
    bool isLearned(SiteId function) const
    {
        const auto index = static_cast<std::size_t>(function);
        return index < m_isLearned.size() && m_isLearned[index];
    }
    void learnPlace(SiteId function);
    SiteId functionAt(SiteId place) const
    {
        const auto index = static_cast<std::size_t>(place);
        return index < m_functionAt.size() ? m_functionAt[index] : SiteId::None;
    }
    std::uintptr_t learnFrame(SiteId function);
    void compareWithStack(SiteId function);
    Pausing pausingOnStack(SiteId except) const;
    static void compacted(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);
    std::size_t base() const { return m_bases.empty() ? 0 : m_bases.back(); }
    void leave(SiteId function, Way way, std::uint16_t flags);
    void pop(std::uint64_t time, std::uint16_t flags);
    void writeAt(std::uint64_t time, RecordKind kind, SiteId place, std::uint16_t flags, SiteId more = SiteId::None);
    bool unwindTo(SiteId function);
    /// A callback begins, ends, or a phase does: functions never outlive the callback that entered or resumed them.
    static void atBoundary(void* self, RecordKind kind, Queue queue, std::uint64_t time);
    void closeDownTo(std::size_t depth, std::uint64_t time);

    [[gnu::tls_model("initial-exec")]] static constinit thread_local LessonProbe* s_ofThread;

    v8::Isolate* const m_isolate;
    ThreadRecorder& m_recorder;
    SourcePlaces& m_places;
    UserText m_texts;
    const ScriptFrames m_frames;
    FunctionSites* m_functions = nullptr; ///< null if awaits are told by calls
    std::vector<bool> m_isLearned;        ///< by site of a function: whether its place is in the next
    std::vector<SiteId> m_functionAt;     ///< the async function, by the site that FunctionSites has for it; none if it is not known
    bool m_isAllWatched = false;          ///< any function may pause unseen
    bool m_seesThrows = false;        ///< whether exceptions on their way are seen
    std::vector<Active> m_stack;      ///< functions entered and neither left nor suspended
    std::vector<std::size_t> m_bases; ///< of each callback that runs: how many of them are older
    std::unordered_set<SiteId> m_pausesUnseen;
    std::unordered_map<Raw, SiteId> m_pausing; ///< those that were entered, by shared part, until V8 moves old objects
    std::uint64_t m_pausingBits = 0;           ///< of those shared parts
    std::uint64_t m_away = 0;                  ///< some of those that pause unseen may come back: so many were left and not resumed
};

} // namespace loopscope
