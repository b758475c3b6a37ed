#pragma once

#include "runtime/stream/Recording.h"

#include <vector>

namespace loopscope {

/// Which record ends what a record begins: phases, callbacks and calls. A call that is still open where its callback ends
/// (a function suspended by `for await`, one that process.exit() cut off) ends there.
///
/// Thread: one. Lifetime: a value, for the records that the recording had when it was made.
class Pairs
{
public:
    explicit Pairs(const Recording& recording);

    /// Index of the end of what record `index` begins; 0 if it has none (0 itself begins everything and ends nothing).
    std::uint64_t endOf(std::uint64_t index) const { return index < m_ends.size() ? m_ends[index] : 0; }

private:
    std::vector<std::uint64_t> m_ends;
};

} // namespace loopscope
