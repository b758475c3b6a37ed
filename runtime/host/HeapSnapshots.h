#pragma once

#include <string>

#include <v8.h>

namespace loopscope {

class HeapSnapshotFollower;

/// Writes a snapshot of the isolate's heap, as DevTools read it, to that file, and tells the follower how it goes but for its end. "" or a sentence
/// that says why not; what is no longer wanted ends within some milliseconds, and leaves no file.
///
/// Thread: the isolate's, with JavaScript standing. V8 takes 2 to 3 us an object, and twice the heap in memory.
std::string writeHeapSnapshot(v8::Isolate* isolate, const std::string& path, HeapSnapshotFollower& follower);

} // namespace loopscope
