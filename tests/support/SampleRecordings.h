#pragma once

#include "runtime/stream/Recording.h"

#include <memory>

namespace loopscope {

/// The program `console.log(1); setTimeout(greet, 0); Promise.resolve().then(..3..); console.log(4)` at detail lesson.
std::shared_ptr<Recording> recordingOf1432();

/// At least one record of every kind, several threads, nested callbacks, text of all sorts, loss.
std::shared_ptr<Recording> recordingOfEveryKind();

/// A long one as a busy server leaves it: `records` of them, with much the same mix of kinds throughout.
std::shared_ptr<Recording> longRecording(std::uint64_t records);

} // namespace loopscope
