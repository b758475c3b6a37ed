#pragma once

#include "app/memory/HeapFile.h"
#include "inspector/heap/WorkProgress.h"

namespace loopscope {

/// Reads and analyses a snapshot. Null, and `problem` is a sentence that says what and where, for what is no snapshot, damaged, or
/// larger than this machine's memory. Blocks: not for the GUI's thread. Throws heap::WorkCancelled.
std::shared_ptr<HeapFile> readHeapFile(const QString& path, const QString& name, heap::WorkProgress& progress, QString* problem);

} // namespace loopscope
