#include "runtime/stream/Places.h"

namespace loopscope {

std::string placeText(const Dictionary& dictionary, const Site& site)
{
    const std::string_view script = dictionary.text(site.script);
    if (script.empty()) return {};
    return std::string(script) + ':' + std::to_string(site.line) + ':' + std::to_string(site.column);
}

std::optional<Site> userFrame(const Dictionary& dictionary, StackId stack)
{
    for (const SiteId frame : dictionary.frames(stack)) {
        const Site site = dictionary.site(frame);
        if (!site.internal) return site;
    }
    return std::nullopt;
}

} // namespace loopscope
