#pragma once

#include "runtime/stream/Recording.h"
#include "runtime/stream/Sink.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

/// The forms in which `trace` and `show` give a recording. A new one has its place here and in writeTrace().
enum class TraceFormat { Loopscope, Jsonl, Text, Perfetto, Html };

std::optional<TraceFormat> traceFormatFromName(std::string_view name);
std::string_view name(TraceFormat format);
/// The form that a file's name promises by its ending.
std::optional<TraceFormat> traceFormatOfFile(std::string_view path);
/// Whether it may go to a terminal: something to read there.
bool isText(TraceFormat format);

/// Why this recording cannot have that form, as one sentence without its stop; empty if it can.
std::string refusal(const Recording& recording, TraceFormat format);

/// Writes any form but Loopscope, which is a file of its own kind. False when the sink took no more, or if there is a refusal().
bool writeTrace(const Recording& recording, TraceFormat format, const Sink& sink);

/// A sink into a file descriptor; waits where it is a pipe or terminal that takes no more just now.
Sink descriptorSink(int descriptor);

} // namespace loopscope
