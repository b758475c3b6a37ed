#pragma once

#include "runtime/events/Record.h"

#include <uv.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace loopscope {

/// The work that a loop has given to the pool and not yet got back, by the address of libuv's part of the request.
///
/// Whoever searches knows that the work is there, so no search ends at a hole: nothing is moved, nothing is locked, and
/// a pool thread finds its work while the loop adds and removes others. Full places lead on to a level of twice the size.
///
/// Thread: add() and remove() on the loop's; find() on any, between the two. Lifetime: until the loop is closed.
class OpTable
{
public:
    struct alignas(64) Op { // a cache line each: the loop and the pool's threads write to neighbours
        std::atomic<uv__work*> key{nullptr};
        void (*work)(uv__work*) = nullptr;
        void (*done)(uv__work*, int) = nullptr;
        std::uint64_t id = 0;      ///< of the records
        std::uint64_t asyncId = 0; ///< 0: not tied to a callback
        Op* nextDone = nullptr;    ///< of what ended and is not yet told as enqueued
        TypeId type = TypeId::None;
        bool isSlow = false; ///< for libuv: at most half of the threads do such work
    };

    OpTable() { open(0); }

    Op& add(uv__work* work)
    {
        std::size_t level = 0;
        Op* op;
        while (!(op = within(level, work, nullptr)))
            if (!m_levels.at(++level)) open(level);
        op->key.store(work, std::memory_order_relaxed); // it is libuv that publishes it, with the work
        return *op;
    }
    /// Precondition: it was added and is not yet removed.
    Op& find(uv__work* work)
    {
        std::size_t level = 0;
        Op* op;
        while (!(op = within(level, work, work))) ++level;
        return *op;
    }
    static void remove(Op& op) { op.key.store(nullptr, std::memory_order_relaxed); }

private:
    static constexpr std::size_t kLevels = 24; // the last one alone: 2^31 pieces of work
    static constexpr std::size_t kFirst = 256, kReach = 8;

    static std::size_t sizeOf(std::size_t level) { return kFirst << level; }
    void open(std::size_t level) { m_levels[level] = std::make_unique<Op[]>(sizeOf(level)); }
    /// The place of this level, among those that the work may have, which holds `wanted`; null if none does.
    Op* within(std::size_t level, const uv__work* work, const uv__work* wanted)
    {
        const std::size_t home = (reinterpret_cast<std::uintptr_t>(work) >> 4) * 0x9E3779B97F4A7C15u >> 32;
        for (std::size_t i = 0; i < kReach; ++i) {
            Op& op = m_levels[level][(home + i) & (sizeOf(level) - 1)];
            if (op.key.load(std::memory_order_relaxed) == wanted) return &op;
        }
        return nullptr;
    }

    std::array<std::unique_ptr<Op[]>, kLevels> m_levels; // a level, once there, stays; it is there before work goes into it
};

} // namespace loopscope
