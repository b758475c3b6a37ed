#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

/// One option of a command, as --help shows it.
struct OptionSpec {
    std::string_view name;     ///< without its dashes
    char letter = 0;           ///< the short form, 0 for none
    std::string_view argument; ///< "FILE"; empty for a switch
    std::string_view help;
    std::vector<std::string_view> choices = {}; ///< the only arguments allowed; empty for any
};

/// What a command line looks like: one table for parsing it and for its --help.
struct CommandSpec {
    std::string_view name;
    std::string_view usage; ///< what stands behind the name
    std::string_view summary;
    std::vector<OptionSpec> options = {};
    std::size_t leastOperands = 0, mostOperands = static_cast<std::size_t>(-1);
    std::string_view operand = "FILE";  ///< what an operand is called in sentences
    bool optionsEndAtOperand = false;   ///< all behind the first operand belongs to it: a script's own arguments
};

/// Reads command lines as getopt_long does: --name VALUE, --name=VALUE, -o VALUE, -oVALUE, and -- ends the options.
///
/// Values only; no thread, no I/O.
class ParsedCommand
{
public:
    ParsedCommand(const CommandSpec& spec, const std::vector<std::string>& arguments);

    /// One sentence, as the user shall read it; empty if all is well.
    const std::string& error() const { return m_error; }
    bool wantsHelp() const { return m_wantsHelp; }
    bool has(std::string_view option) const { return m_values.contains(option); }
    /// The value of an option, the last one if it was given twice.
    std::optional<std::string> value(std::string_view option) const;
    /// A whole number; an error if the value is none, or less than `least`.
    std::optional<std::uint64_t> number(std::string_view option, std::uint64_t least = 0);
    /// A decimal number above 0; an error if the value is none.
    std::optional<double> positive(std::string_view option);
    const std::vector<std::string>& operands() const { return m_operands; }
    /// Adds the command's name to a sentence, and where to read more.
    void fail(const std::string& sentence);

private:
    std::size_t takeOption(const std::vector<std::string>& arguments, std::size_t at);
    void takeValue(const OptionSpec& option, std::string_view shown, std::string value);
    void unknown(std::string_view shown);

    const CommandSpec& m_spec;
    std::map<std::string, std::string, std::less<>> m_values;
    std::vector<std::string> m_operands;
    bool m_wantsHelp = false;
    std::string m_error;
};

/// The text of `loopscope NAME --help`.
std::string helpText(const CommandSpec& spec);

/// Prints help or the error, if that is what the command line asks for or deserves; then the exit code of the command.
std::optional<int> answered(const CommandSpec& spec, const ParsedCommand& command);

} // namespace loopscope
