#pragma once

#include <cstdint>

namespace loopscope::heap
{

/// The text of a snapshot as one piece of memory that may still be growing: a mapped file is there at once, a stream
/// comes in chunks. All positions are bytes from the beginning of the text.
///
/// Any thread may call data(), waitFor() and release(). The owner keeps it alive until the reader has returned.
class SnapshotText
{
public:
    virtual ~SnapshotText() = default;

    /// Where the text begins. It never moves; only what waitFor() promised may be read.
    virtual const char* data() const = 0;

    /// Blocks until the first `wanted` bytes are there or the text has ended. Returns how many bytes are there, which
    /// are fewer than `wanted` only if the text has ended.
    virtual std::uint64_t waitFor(std::uint64_t wanted) = 0;

    /// The bytes from `begin` to `end` will not be read again: their memory may go.
    virtual void release(std::uint64_t begin, std::uint64_t end) = 0;

    /// How long the text can be at most. What the text says about itself is believed up to this.
    virtual std::uint64_t longest() const = 0;
};

} // namespace loopscope::heap
