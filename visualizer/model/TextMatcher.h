#pragma once

#include "runtime/events/Dictionary.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace loopscope {

/// Finds a text, in any case, in what records name: function, script, kind, output, address. Made ready for one dictionary:
/// it looks once in each entry of the dictionary, so that a record costs a look into a table.
///
/// Thread: one. Lifetime: the dictionary must outlive it.
class TextMatcher
{
public:
    TextMatcher(QString text, const Dictionary& dictionary) : m_text(std::move(text)), m_dictionary(dictionary) {}

    /// An empty text is in every record.
    bool matches(const Record& record);

private:
    bool siteMatches(std::uint32_t site);
    bool stackMatches(std::uint32_t stack);
    bool contains(std::string_view text) const;
    template <class Ask> static bool remembered(std::vector<std::int8_t>& seen, std::uint32_t id, Ask ask);

    const QString m_text;
    const Dictionary& m_dictionary;
    std::vector<std::int8_t> m_sites, m_stacks, m_types; ///< -1 not asked yet, else the answer
};

} // namespace loopscope
