#include "app/cli/OptionParser.h"

#include "app/cli/Command.h"
#include "app/cli/EditDistance.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace loopscope {

namespace {

std::string quoted(std::string_view text) { return '\'' + std::string(text) + '\''; }

std::string shownForms(const OptionSpec& option)
{
    std::string text = option.letter ? std::string("-") + option.letter + ", --" : std::string("    --");
    text += option.name;
    if (!option.argument.empty()) text += ' ' + std::string(option.argument);
    return text;
}

std::string listed(const std::vector<std::string_view>& words)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + std::string(words[i]);
    return text;
}

} // namespace

ParsedCommand::ParsedCommand(const CommandSpec& spec, const std::vector<std::string>& arguments) : m_spec(spec)
{
    bool optionsOver = false;
    for (std::size_t at = 0; at < arguments.size() && m_error.empty() && !m_wantsHelp;) {
        const std::string& argument = arguments[at];
        if (!optionsOver && argument == "--") {
            optionsOver = true;
            ++at;
        } else if (!optionsOver && argument.size() > 1 && argument[0] == '-') {
            at = takeOption(arguments, at);
        } else {
            m_operands.push_back(argument);
            optionsOver = optionsOver || spec.optionsEndAtOperand;
            ++at;
        }
    }
    if (!m_error.empty() || m_wantsHelp) return;
    if (m_operands.size() < spec.leastOperands) fail("a " + std::string(spec.operand) + " is missing");
    if (m_operands.size() > spec.mostOperands)
        fail((spec.mostOperands == 0 ? "no " + std::string(spec.operand) + " is taken" : "one " + std::string(spec.operand) + " only") + ", but " + quoted(m_operands[spec.mostOperands]) + " follows");
}

std::size_t ParsedCommand::takeOption(const std::vector<std::string>& arguments, std::size_t at)
{
    const std::string& argument = arguments[at];
    const bool isLong = argument.starts_with("--");
    const std::size_t equals = isLong ? argument.find('=') : std::string::npos;
    const std::string shown = isLong ? argument.substr(0, equals) : argument.substr(0, 2);
    if (shown == "--help" || shown == "-h") {
        m_wantsHelp = true;
        return at + 1;
    }
    const auto option = std::ranges::find_if(m_spec.options, [&](const OptionSpec& o) {
        return isLong ? o.name == std::string_view(shown).substr(2) : o.letter == shown[1];
    });
    if (option == m_spec.options.end()) {
        unknown(shown);
        return at + 1;
    }
    std::optional<std::string> value;
    if (equals != std::string::npos) value = argument.substr(equals + 1);
    if (!isLong && argument.size() > 2) value = argument.substr(2);
    if (option->argument.empty()) {
        if (value) fail(shown + " takes no value");
        m_values[std::string(option->name)] = "";
        return at + 1;
    }
    std::size_t next = at + 1;
    if (!value && next < arguments.size()) value = arguments[next++];
    if (!value)
        fail(shown + " needs a value: " + std::string(option->argument));
    else
        takeValue(*option, shown, std::move(*value));
    return next;
}

void ParsedCommand::takeValue(const OptionSpec& option, std::string_view shown, std::string value)
{
    if (!option.choices.empty() && std::ranges::find(option.choices, value) == option.choices.end())
        fail(std::string(shown) + ": " + quoted(value) + " is not one of " + listed(option.choices));
    m_values[std::string(option.name)] = std::move(value);
}

void ParsedCommand::unknown(std::string_view shown)
{
    std::string sentence = quoted(shown) + " is not an option of it";
    const OptionSpec* nearest = nullptr;
    for (const OptionSpec& option : m_spec.options)
        if (!nearest || editDistance(option.name, shown.substr(2)) < editDistance(nearest->name, shown.substr(2))) nearest = &option;
    if (shown.starts_with("--") && nearest && editDistance(nearest->name, shown.substr(2)) <= kTypo)
        sentence += ", but --" + std::string(nearest->name) + " is";
    fail(sentence);
}

std::optional<std::string> ParsedCommand::value(std::string_view option) const
{
    const auto it = m_values.find(option);
    return it == m_values.end() ? std::nullopt : std::optional(it->second);
}

std::optional<std::uint64_t> ParsedCommand::number(std::string_view option, std::uint64_t least)
{
    const auto text = value(option);
    if (!text) return std::nullopt;
    std::uint64_t result = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), result);
    if (error == std::errc() && end == text->data() + text->size() && result >= least) return result;
    fail("--" + std::string(option) + ": " + quoted(*text) + " is not a whole number of at least " + std::to_string(least));
    return std::nullopt;
}

std::optional<double> ParsedCommand::positive(std::string_view option)
{
    const auto text = value(option);
    if (!text) return std::nullopt;
    double result = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), result);
    if (error == std::errc() && end == text->data() + text->size() && result > 0 && std::isfinite(result)) return result;
    fail("--" + std::string(option) + ": " + quoted(*text) + " is not a number above 0");
    return std::nullopt;
}

void ParsedCommand::fail(const std::string& sentence)
{
    if (!m_error.empty()) return;
    const std::string name = "loopscope " + std::string(m_spec.name);
    m_error = name + ": " + sentence + " (" + name + " --help tells more)";
}

std::string helpText(const CommandSpec& spec)
{
    std::string text = "usage: loopscope " + std::string(spec.name) + ' ' + std::string(spec.usage) + "\n\n" +
                       std::string(spec.summary) + "\n\n";
    std::size_t width = 0;
    for (const OptionSpec& option : spec.options) width = std::max(width, shownForms(option).size());
    const auto line = [&](const std::string& forms, std::string_view help) {
        text += "  " + forms + std::string(width - std::min(width, forms.size()) + 2, ' ') + std::string(help) + '\n';
    };
    for (const OptionSpec& option : spec.options) line(shownForms(option), option.help);
    line("-h, --help", "this text");
    return text;
}

std::optional<int> answered(const CommandSpec& spec, const ParsedCommand& command)
{
    if (command.wantsHelp()) {
        std::fputs(helpText(spec).c_str(), stdout);
        return 0;
    }
    if (command.error().empty()) return std::nullopt;
    std::fprintf(stderr, "%s\n", command.error().c_str());
    return kExitUsage;
}

} // namespace loopscope
