#include "runtime/host/NodeOptions.h"

#include <algorithm>
#include <array>
#include <optional>

namespace loopscope {

namespace {

struct Option {
    std::string_view name;
    bool takesValue;
    bool isV8;
    bool allowedInVariable;
};

constexpr Option kOptions[] = {
#include "runtime/host/NodeOptionTable.inc"
};

// Node's own options that are consumed once, when the process starts. (--env-file is found by node anyway, which looks
// for it among all arguments, those of the host script too.)
constexpr std::string_view kProcessStart[] = {
    "--completion-bash", "--debug-arraybuffer-allocations", "--disable-wasm-trap-handler", "--enable-fips",
    "--experimental-config-file", "--experimental-default-config-file",
    "--force-fips", "--help", "--icu-data-dir", "--max-old-space-size-percentage", "--node-snapshot",
    "--openssl-config", "--openssl-legacy-provider", "--openssl-shared-config", "--prof-process", "--secure-heap",
    "--secure-heap-min", "--security-revert", "--security-reverts", "--title", "--trace-event-categories",
    "--trace-event-file-pattern", "--trace-events-enabled", "--v8-options", "--v8-pool-size", "--version", "-h", "-v",
};

const Option* find(std::string_view name)
{
    const auto end = std::end(kOptions);
    const auto found = std::lower_bound(std::begin(kOptions), end, name, [](const Option& o, std::string_view n) { return o.name < n; });
    return found != end && found->name == name ? found : nullptr;
}

struct Parsed {
    std::string name; // as in the table: `_` read as `-`, without `=value`
    const Option* option = nullptr;
    bool hasValue = false; // `=value` is part of it
};

Parsed parse(std::string_view argument)
{
    Parsed result;
    const std::size_t equals = argument.starts_with("--") ? argument.find('=') : std::string_view::npos;
    result.hasValue = equals != std::string_view::npos;
    result.name = argument.substr(0, equals);
    if (argument.starts_with("--")) std::replace(result.name.begin() + 2, result.name.end(), '_', '-');
    result.option = find(result.name);
    if (!result.option && result.name.starts_with("--no-")) {
        result.name = "--" + result.name.substr(5);
        result.option = find(result.name);
    }
    return result;
}

bool belongsToProcess(const Parsed& parsed)
{
    // What Node does not know is V8's, or an error that Node words best.
    if (!parsed.option || parsed.option->isV8) return true;
    return std::ranges::find(kProcessStart, std::string_view(parsed.name)) != std::end(kProcessStart);
}

// How many words the command's own option at `at` has, 0 if it is none.
std::size_t ownWords(const std::vector<std::string>& all, std::size_t at, std::span<const std::string_view> own, bool (*isLikeOwn)(std::string_view))
{
    const std::string_view word = all[at];
    for (const std::string_view option : own) {
        if (word == option) return std::min<std::size_t>(2, all.size() - at);
        const bool isLong = option.starts_with("--");
        if (word.starts_with(option) && (!isLong || word[option.size()] == '=')) return 1; // --option=value, -ovalue
    }
    const bool isForAll = word == "--" || word == "--help" || word == "-h";
    return isForAll || (!parse(word).option && isLikeOwn && isLikeOwn(word.substr(0, word.find('=')))) ? 1 : 0;
}

} // namespace

NodeCommandLine partNodeOptions(const std::vector<std::string>& all, std::span<const std::string_view> own, bool (*isLikeOwn)(std::string_view))
{
    NodeCommandLine result;
    std::size_t i = 0;
    while (i < all.size()) {
        const std::string& argument = all[i];
        if (argument.size() < 2 || argument[0] != '-') break; // the script, or "-" for stdin
        if (const std::size_t words = own.empty() ? 0 : ownWords(all, i, own, isLikeOwn)) {
            result.own.insert(result.own.end(), all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(i + words));
            i += words;
            if (argument == "--") break;
            continue;
        }
        const Parsed parsed = parse(argument);
        auto& part = argument != "--" && belongsToProcess(parsed) ? result.process : result.program;
        part.push_back(argument);
        result.node.push_back(argument);
        ++i;
        if (argument == "--") break;
        // `--print` and `-p` may stand alone, but with the text to evaluate behind them they take it.
        const bool takesNext = parsed.option && !parsed.hasValue &&
                               (parsed.option->takesValue || parsed.name == "--print" || parsed.name == "-p" || parsed.name == "-pe");
        if (takesNext && i < all.size() && (parsed.option->takesValue || !all[i].starts_with("-"))) {
            part.push_back(all[i]);
            result.node.push_back(all[i++]);
        }
    }
    result.optionCount = i;
    return result;
}

std::vector<std::string> splitNodeOptionsVariable(std::string_view value)
{
    std::vector<std::string> words;
    bool quoted = false, inWord = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        char c = value[i];
        if (c == '\\' && quoted && i + 1 < value.size()) {
            c = value[++i];
        } else if (c == ' ' && !quoted) {
            inWord = false;
            continue;
        } else if (c == '"') {
            quoted = !quoted;
            continue;
        }
        if (!inWord) words.emplace_back();
        inWord = true;
        words.back() += c;
    }
    return words;
}

std::vector<std::string> processPartOfNodeOptionsVariable(std::string_view value)
{
    // What the variable may not hold is left to the environment's own parser, which reports it as the variable's fault.
    std::vector<std::string> allowed;
    for (const std::string& word : partNodeOptions(splitNodeOptionsVariable(value)).process) {
        const Parsed parsed = parse(word);
        if (!word.starts_with("-") || (parsed.option && parsed.option->allowedInVariable)) allowed.push_back(word);
    }
    return allowed;
}

} // namespace loopscope
