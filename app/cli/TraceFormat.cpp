#include "app/cli/TraceFormat.h"

#include "runtime/stream/HtmlWriter.h"
#include "runtime/stream/JsonlWriter.h"
#include "runtime/stream/PerfettoWriter.h"
#include "runtime/stream/TextWriter.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace loopscope {

namespace {

struct Named {
    TraceFormat format;
    std::string_view name, ending;
};
constexpr Named kFormats[] = {{TraceFormat::Loopscope, "loopscope", ".loopscope"},
                              {TraceFormat::Jsonl, "jsonl", ".jsonl"},
                              {TraceFormat::Text, "text", ".txt"},
                              {TraceFormat::Perfetto, "perfetto", ".pftrace"},
                              {TraceFormat::Html, "html", ".html"}};

} // namespace

std::optional<TraceFormat> traceFormatFromName(std::string_view text)
{
    for (const Named& named : kFormats)
        if (named.name == text) return named.format;
    return std::nullopt;
}

std::string_view name(TraceFormat format) { return kFormats[static_cast<std::size_t>(format)].name; }

std::optional<TraceFormat> traceFormatOfFile(std::string_view path)
{
    for (const Named& named : kFormats)
        if (path.ends_with(named.ending)) return named.format;
    return std::nullopt;
}

bool isText(TraceFormat format) { return format == TraceFormat::Text || format == TraceFormat::Jsonl; }

std::string refusal(const Recording& recording, TraceFormat format)
{
    return format == TraceFormat::Html ? HtmlWriter::refusal(recording) : std::string();
}

bool writeTrace(const Recording& recording, TraceFormat format, const Sink& sink)
{
    switch (format) {
    case TraceFormat::Jsonl: return JsonlWriter(recording).write(sink);
    case TraceFormat::Text: return TextWriter(recording).write(sink);
    case TraceFormat::Perfetto: return PerfettoWriter(recording).write(sink);
    case TraceFormat::Html: return HtmlWriter(recording).write(sink);
    case TraceFormat::Loopscope: break; // a file of its own kind: RecordingWriter
    }
    return false;
}

Sink descriptorSink(int descriptor)
{
    return [descriptor](std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t written = write(descriptor, bytes.data(), bytes.size());
            if (written >= 0) {
                bytes.remove_prefix(static_cast<std::size_t>(written));
            } else if (errno == EAGAIN) { // a script may have left the pipe non-blocking
                pollfd waiting{descriptor, POLLOUT, 0};
                poll(&waiting, 1, -1);
            } else if (errno != EINTR) {
                return false;
            }
        }
        return true;
    };
}

} // namespace loopscope
