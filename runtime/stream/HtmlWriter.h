#pragma once

#include "runtime/stream/Recording.h"
#include "runtime/stream/Sink.h"

#include <string>

namespace loopscope {

/// Writes a small recording as one HTML page that plays it: nothing to install, no network, nothing but what is in the file.
///
/// The page is runtime/stream/player, made into one text at build time. Into it go the recording (player/PlayerData.h) and
/// the user's own source files that it names (player/SourceTexts.h). Scripts are named from the script's folder on, so that
/// the page does not tell where on a disk they were.
///
/// Thread: one. Lifetime: one use for one recording.
class HtmlWriter
{
public:
    /// A browser takes in so many in about a second.
    static constexpr std::uint64_t kMostRecords = 200'000;

    explicit HtmlWriter(const Recording& recording) : m_recording(recording) {}

    /// Why there can be no page of it, as the end of a sentence; empty if there can be one.
    static std::string refusal(const Recording& recording);

    /// False when the sink took no more, or when there can be no page; then nothing was written.
    bool write(const Sink& sink);

private:
    const Recording& m_recording;
};

/// All of it at once.
std::string htmlPage(const Recording& recording);

} // namespace loopscope
