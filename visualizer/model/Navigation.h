#pragma once

#include "runtime/stream/Recording.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace loopscope {

/// What to step to.
enum class Step : std::uint8_t {
    Callback,  ///< any callback that begins, ticks and promise jobs too; the main script; the end
    Macrotask, ///< a callback that the loop itself calls
    Microtask, ///< a tick or promise job
    Phase,
    Iteration, ///< of the loop
};
inline constexpr int kStepCount = 5;

/// Cursors at which something begins, to go from one to the next and back. A cursor stands just after the record of
/// the beginning, so that the state shows it.
///
/// Thread: one. Lifetime: that of the TraceModel.
class Navigation
{
public:
    void note(const Record& record, std::uint64_t index);

    /// The nearest such cursor after (before) `cursor`. Node's own callbacks are passed over unless asked for.
    std::optional<std::uint64_t> next(Step step, std::uint64_t cursor, bool withInternal = false) const;
    std::optional<std::uint64_t> previous(Step step, std::uint64_t cursor, bool withInternal = false) const;

    /// How many there are after `from` and up to `to`, Node's own left out.
    std::size_t count(Step step, std::uint64_t from, std::uint64_t to) const;

private:
    /// Cursors in rising order. Node's own are few, and kept once more.
    class Stops
    {
    public:
        void add(std::uint64_t cursor, bool isInternal = false);
        std::optional<std::uint64_t> next(std::uint64_t cursor, bool withInternal) const;
        std::optional<std::uint64_t> previous(std::uint64_t cursor, bool withInternal) const;
        std::size_t count(std::uint64_t from, std::uint64_t to) const; ///< Node's own left out

    private:
        using Cursors = std::vector<std::uint32_t>; // a recording has no more records than that
        static std::size_t countIn(const Cursors& cursors, std::uint64_t from, std::uint64_t to);

        Cursors m_all, m_internal;
    };
    /// What there is to step to, each kept once.
    enum Kind : std::uint8_t { Macrotasks, Microtasks, Borders, Phases, Iterations };
    static std::span<const Kind> kindsOf(Step step);

    std::array<Stops, Iterations + 1> m_stops;
    std::optional<std::uint32_t> m_iteration;
};

} // namespace loopscope
