#pragma once

#include "tests/support/RecordingBuilder.h"

namespace loopscope {

/// A lesson's program: main script, a tick, promise jobs, a timer and a file that is read in the pool. Some 16 ms.
RecordingBuilder smallProgram();

/// A busy server: `requests` requests with nested callbacks, promise jobs, pool work, collections, output and a loss.
RecordingBuilder crowdedProgram(int requests);

} // namespace loopscope
