#pragma once

#include <string>
#include <string_view>

namespace loopscope {

/// When a heap snapshot is taken: as soon as the program can be interrupted, or once its heap is nearly full, just before that ends it.
enum class HeapSnapshotMoment { Now, HeapIsFull };

/// Who follows a heap snapshot while it is taken.
///
/// Thread: the program's, which stands meanwhile; ended() from any. Shared by who asks and the program, until ended() has come.
class HeapSnapshotFollower
{
public:
    virtual ~HeapSnapshotFollower() = default;

    /// V8 has seen that part of the heap, 0 to 1; 0 comes when it begins. False if the snapshot is no longer wanted.
    virtual bool progressed(double part) = 0;
    /// The next piece of its text, which goes to the file too. False if it is no longer wanted.
    virtual bool wrote(std::string_view text) = 0;
    /// All of the text has been told; the file comes next.
    virtual void wroteAll() = 0;
    /// Comes last, and exactly once: "" if the file is there, else a sentence that says why not.
    virtual void ended(const std::string& problem) = 0;
};

} // namespace loopscope
