#pragma once

#include "inspector/profile/Profile.h"

#include <QByteArray>

#include <memory>

namespace loopscope::profile {

/// A .cpuprofile (that of the protocol's Profiler.Profile, and the older one whose calls are nested) or a .heapprofile
/// (HeapProfiler.SamplingHeapProfile). Null with a sentence on what is wrong with it, and where, in `problem`.
///
/// A collection of garbage, which V8 samples without a stack, stands on the stack that was there before it. Samples come
/// by their time, as V8's do not always.
///
/// Thread: any.
std::shared_ptr<const Profile> readProfile(const QByteArray& json, QString* problem);

} // namespace loopscope::profile
