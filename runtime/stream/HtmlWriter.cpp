#include "runtime/stream/HtmlWriter.h"

#include "runtime/stream/player/PlayerData.h"
#include "runtime/stream/player/PlayerPage.h"

#include <filesystem>

namespace loopscope {

namespace {

std::string htmlText(std::string_view text)
{
    std::string html;
    for (const char c : text) {
        switch (c) {
        case '&': html += "&amp;"; break;
        case '<': html += "&lt;"; break;
        case '>': html += "&gt;"; break;
        case '"': html += "&quot;"; break;
        default: html += c;
        }
    }
    return html;
}

std::string titleOf(const RunInfo& info)
{
    const std::string name = std::filesystem::path(info.script).filename().string();
    return name.empty() ? "Loopscope" : htmlText(name) + " · Loopscope";
}

} // namespace

std::string HtmlWriter::refusal(const Recording& recording)
{
    const std::uint64_t size = recording.size();
    if (size <= kMostRecords) return {};
    return "the recording has " + std::to_string(size) + " events, and a page can play " + std::to_string(kMostRecords) +
           " of them: record fewer with --max-events or --keep-last, or keep it as a .loopscope file";
}

bool HtmlWriter::write(const Sink& sink)
{
    if (!refusal(m_recording).empty()) return false;
    const PlayerPage page = playerPage();
    SinkBuffer buffer(sink);
    (buffer.text() += page.beforeTitle) += titleOf(m_recording.info());
    buffer.text() += page.beforeRecording;
    if (!PlayerData(m_recording).write(buffer)) return false;
    buffer.text() += page.rest;
    return buffer.flush();
}

std::string htmlPage(const Recording& recording) { return allOf(HtmlWriter(recording)); }

} // namespace loopscope
