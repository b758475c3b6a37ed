#pragma once

#include <string>

#include <v8.h>

namespace loopscope {

/// Writes a snapshot of the isolate's heap, as DevTools read it, to that file. "" or a sentence that says why not.
///
/// Thread: the isolate's, with JavaScript standing. V8 takes 2 to 3 us an object, and twice the heap in memory.
std::string writeHeapSnapshot(v8::Isolate* isolate, const std::string& path);

} // namespace loopscope
