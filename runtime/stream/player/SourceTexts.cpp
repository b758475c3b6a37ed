#include "runtime/stream/player/SourceTexts.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>

namespace loopscope {

namespace {

namespace fs = std::filesystem;

/// Without links and dots; nothing if there is no such file.
std::optional<fs::path> realPath(const fs::path& path)
{
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    return error ? std::nullopt : std::optional(real);
}

bool isBelow(const fs::path& path, const fs::path& folder)
{
    const auto [inPath, inFolder] = std::ranges::mismatch(path, folder);
    return inFolder == folder.end() && inPath != path.end();
}

bool isOfAPackage(const fs::path& path) { return std::ranges::find(path, fs::path("node_modules")) != path.end(); }

/// At most `most` bytes long.
std::optional<std::string> readFile(const fs::path& path, std::size_t most)
{
    std::error_code error;
    if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > most || error) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    std::string text(most + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad() || text.size() > most) return std::nullopt;
    return text;
}

bool isYounger(const fs::path& path, std::uint64_t unixNs)
{
    std::error_code error;
    const fs::file_time_type written = fs::last_write_time(path, error);
    if (error || unixNs == 0) return false;
    const auto sinceEpoch = std::chrono::file_clock::to_sys(written).time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(sinceEpoch).count() > static_cast<std::int64_t>(unixNs);
}

} // namespace

std::vector<SourceText> sourceTexts(const RunInfo& info, const std::vector<std::string>& scripts)
{
    std::vector<SourceText> texts;
    const auto main = realPath(info.script);
    if (!main || !fs::path(info.script).is_absolute()) return texts;
    std::size_t left = kMostSourceBytes;
    for (std::size_t i = 0; i < scripts.size(); ++i) {
        const fs::path named(scripts[i]);
        const auto path = named.is_absolute() ? realPath(named) : std::nullopt;
        if (!path || (*path != *main && !isBelow(*path, main->parent_path()))) continue;
        if (isOfAPackage(*path) || isOfAPackage(named)) continue;
        auto text = readFile(*path, left);
        if (!text) continue;
        left -= text->size();
        texts.push_back({i, std::move(*text), isYounger(*path, info.startedAtUnixNs)});
    }
    return texts;
}

std::string nameFromFolder(const RunInfo& info, std::string_view script)
{
    const fs::path path(script), main(info.script);
    if (!path.is_absolute() || !main.is_absolute()) return std::string(script);
    fs::path folder = main.parent_path();
    if (const auto real = realPath(main); real && !isBelow(path, folder) && isBelow(path, real->parent_path())) folder = real->parent_path();
    const fs::path relative = path.lexically_relative(folder);
    return relative.empty() ? std::string(script) : relative.string();
}

} // namespace loopscope
