#pragma once

#include "app/memory/HeapFile.h"
#include "inspector/heap/WorkProgress.h"

namespace loopscope {

namespace heap { class SnapshotText; }

/// Reads and analyses a snapshot. Null, and `problem` is a sentence that says what and where, for what is no snapshot, damaged, or
/// larger than this machine's memory. Blocks: not for the GUI's thread. Throws heap::WorkCancelled.
std::shared_ptr<HeapFile> readHeapFile(const QString& path, const QString& name, heap::WorkProgress& progress, QString* problem);

/// The same of a text that is there, or comes from elsewhere, and goes to that file too.
std::shared_ptr<HeapFile> readHeapText(heap::SnapshotText& text, const QString& path, const QString& name, heap::WorkProgress& progress, QString* problem);
/// Bytes that reading and analysing a snapshot may take: most of what the machine has, since more would end the program, and ours with it.
std::uint64_t memoryForHeaps();

} // namespace loopscope
