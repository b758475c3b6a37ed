#pragma once

#include "runtime/events/Record.h"

#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// A place in source: of a function's definition, of a call, or of a statement.
struct Site {
    TextId function = TextId::None; ///< the function's name, "" if anonymous
    TextId script = TextId::None;   ///< path or URL as V8 names it; file URLs as paths
    std::uint32_t line = 0;         ///< 1-based, as the user wrote the file
    std::uint32_t column = 0;       ///< 1-based
    bool internal = false;          ///< in Node's own source (URL starts with "node:")
};

/// A call stack: its innermost frame and the rest.
struct StackNode {
    SiteId frame = SiteId::None;
    StackId parent = StackId::None;
};

/// Text, places and stacks, each stored once and named by a small index from then on. Append-only: an id, once
/// given, means the same for ever.
///
/// Thread: any, for every call (one mutex; producers come here only at the first sight of a thing).
/// Lifetime: shared by the producers, the recording and its readers.
class Dictionary
{
public:
    Dictionary();
    Dictionary(const Dictionary&) = delete;
    Dictionary& operator=(const Dictionary&) = delete;

    /// The id of this text, the same one for equal texts.
    TextId intern(std::string_view);
    /// Stores text without looking for an equal one: for output, which rarely repeats.
    TextId add(std::string_view);
    SiteId intern(const Site&);
    StackId intern(const StackNode&);
    /// At most 65,534 types; further ones all get the type "other".
    TypeId internType(std::string_view);

    // For readers of files: the next id, whether or not there is an equal entry. intern() does not find these.
    void restore(std::string_view text);
    void restore(const Site&);
    void restore(const StackNode&);
    void restoreType(std::string_view);

    // Readers. An unknown id reads as the empty value: files may be damaged. Views stay valid as long as the dictionary.
    std::string_view text(TextId) const;
    Site site(SiteId) const;
    StackNode stack(StackId) const;
    std::string_view type(TypeId) const;
    /// The outermost-last frames of a stack, at most `limit`.
    std::vector<SiteId> frames(StackId, std::size_t limit = 64) const;

    /// How many entries there are, so that a writer can store what is new since it last looked.
    struct Extent {
        std::uint32_t texts = 0, sites = 0, stacks = 0, types = 0;
        bool operator==(const Extent&) const = default;
    };
    Extent extent() const;
    /// Bytes of text held.
    std::uint64_t textBytes() const;

private:
    TextId addLocked(std::string_view);

    mutable std::mutex m_mutex;
    std::deque<std::string> m_texts;
    std::deque<std::string> m_types;
    std::vector<Site> m_sites;
    std::vector<StackNode> m_stacks;
    std::unordered_map<std::string_view, TextId> m_textIds;
    std::unordered_map<std::string_view, TypeId> m_typeIds;
    std::unordered_map<std::uint64_t, std::vector<SiteId>> m_siteIds;
    std::unordered_map<std::uint64_t, StackId> m_stackIds;
    std::uint64_t m_textBytes = 0;
};

} // namespace loopscope
