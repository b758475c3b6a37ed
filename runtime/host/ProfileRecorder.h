#pragma once

#include "runtime/host/ProgramRun.h"

#include <memory>
#include <string>

namespace v8 {
class CpuProfile;
class CpuProfiler;
class Isolate;
}

namespace loopscope {

/// A profile of one isolate that is being recorded, by V8's own profilers.
///
/// Thread: the isolate's, which must be entered. Destroying it discards what was recorded.
class ProfileRecorder
{
public:
    /// Begins. Null, with a sentence, if V8 refuses: another one may be on its way, begun by the program itself.
    static std::unique_ptr<ProfileRecorder> start(v8::Isolate* isolate, ProfileKind kind, std::string* problem);
    virtual ~ProfileRecorder() = default;

    /// Ends it, and writes it into a file that appears when it is whole: a .cpuprofile or a .heapprofile. "" or why not. Of allocations those count that
    /// have not been collected; unless the program `isOver`, when next to nothing of it lives, V8 collects before.
    virtual std::string finish(const std::string& path, bool isOver) = 0;
    /// CLOCK_MONOTONIC, ns; known once it is finished.
    std::int64_t begin() const { return m_begin; }

protected:
    std::int64_t m_begin = 0;
};

} // namespace loopscope
