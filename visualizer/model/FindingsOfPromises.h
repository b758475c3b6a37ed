#pragma once

#include "visualizer/model/Finding.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace loopscope {

/// Which promises are pending, and which were rejected with nobody to handle it.
///
/// A `Handled` record comes only when a handler is given to a promise that is already rejected. One that has a handler before
/// is known by the promise that `then` made of it, or by the job that its rejection queues at once. V8's own code (Promise.all,
/// a promise that another is resolved with) handles unseen; but whoever handles a rejected promise queues a job, and a job that
/// no record explains makes all rejections of that turn uncertain: they are left out. What is certain when the queues are
/// empty is what Node emits as 'unhandledRejection'; it is taken back if it is handled later.
///
/// Thread: one. Lifetime: that of its Findings. Costs four bytes for each promise that was made.
class FindingsOfPromises
{
public:
    explicit FindingsOfPromises(const Recording& recording) : m_recording(recording) {}

    void promise(const Record& record, std::uint64_t index);
    void enqueued(const Record& record);
    /// The queues of this thread are empty.
    void drained(std::uint16_t thread);
    void lost(std::uint16_t thread, FindingList& found);
    void exit(const Record& record, FindingList& found);

    /// Rejections that are not handled so far, by place.
    void addOpen(FindingList& found) const;
    std::uint64_t revision() const { return m_revision; }

private:
    static constexpr std::uint32_t kFollowed = 1u << 30, kRejected = 1u << 31, kRecord = kFollowed - 1;
    static constexpr std::size_t kMostOpen = 10'000;

    struct Rejection {
        std::uint32_t number = 0; ///< of the promise
        std::uint64_t record = 0, made = 0; ///< indices: where it was rejected, and made
    };
    struct Thread {
        std::uint32_t first = 0; ///< number of the promise of makings[0]
        /// Index + 1 of the record of its making, with bits; 0 once nothing more can be found of it.
        std::vector<std::uint32_t> makings;
        std::vector<Rejection> undecided, open;
        std::uint64_t lastTime = 0; ///< of its newest promise record that may explain a job
        std::uint32_t lastRejected = 0; ///< number, if that record was of a rejection
        bool mayExplain = false;
        std::size_t stale = 0; ///< of `open`: handled meanwhile
    };
    Thread& thread(std::uint16_t index);
    static std::uint32_t* slotOf(Thread& thread, std::uint32_t number);
    static bool isOpen(const Thread& thread, const Rejection& rejection);
    static void made(Thread& thread, std::uint32_t number, std::uint32_t parent, std::uint64_t index);
    void handled(Thread& thread, std::uint32_t number);
    Finding findingOf(const Rejection& rejection) const;
    void addOpen(const Thread& thread, FindingList& found) const;
    SiteId placeOfPending(StackId stack) const;
    void addPending(const Thread& thread, const Record& exit, FindingList& found) const;

    const Recording& m_recording;
    std::vector<std::unique_ptr<Thread>> m_threads;
    std::uint64_t m_revision = 0;
};

} // namespace loopscope
