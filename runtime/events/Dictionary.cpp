#include "runtime/events/Dictionary.h"

namespace loopscope {

namespace {

template <class Id> constexpr auto index(Id id) { return static_cast<std::underlying_type_t<Id>>(id); }

constexpr std::uint64_t pairKey(std::uint32_t high, std::uint32_t low) { return std::uint64_t{high} << 32 | low; }

std::uint64_t siteKey(const Site& s)
{
    return pairKey(index(s.script), s.line) ^ (std::uint64_t{s.column} << 17) ^ (std::uint64_t{index(s.function)} << 41);
}

bool same(const Site& a, const Site& b)
{
    return a.function == b.function && a.script == b.script && a.line == b.line && a.column == b.column;
}

} // namespace

Dictionary::Dictionary() : m_texts{""}, m_types{""}, m_sites{Site{}}, m_stacks{StackNode{}} {}

TextId Dictionary::addLocked(std::string_view text)
{
    const auto id = static_cast<TextId>(m_texts.size());
    m_texts.emplace_back(text);
    m_textBytes += text.size();
    return id;
}

TextId Dictionary::add(std::string_view text)
{
    std::scoped_lock lock(m_mutex);
    return addLocked(text);
}

TextId Dictionary::intern(std::string_view text)
{
    if (text.empty()) return TextId::None;
    std::scoped_lock lock(m_mutex);
    if (const auto it = m_textIds.find(text); it != m_textIds.end()) return it->second;
    const TextId id = addLocked(text);
    m_textIds.emplace(m_texts.back(), id);
    return id;
}

SiteId Dictionary::intern(const Site& site)
{
    std::scoped_lock lock(m_mutex);
    auto& candidates = m_siteIds[siteKey(site)];
    for (const SiteId id : candidates)
        if (same(m_sites[index(id)], site)) return id;
    const auto id = static_cast<SiteId>(m_sites.size());
    m_sites.push_back(site);
    candidates.push_back(id);
    return id;
}

StackId Dictionary::intern(const StackNode& node)
{
    std::scoped_lock lock(m_mutex);
    const auto [it, isNew] = m_stackIds.try_emplace(pairKey(index(node.frame), index(node.parent)),
                                                    static_cast<StackId>(m_stacks.size()));
    if (isNew) m_stacks.push_back(node);
    return it->second;
}

TypeId Dictionary::internType(std::string_view type)
{
    if (type.empty()) return TypeId::None;
    std::scoped_lock lock(m_mutex);
    if (const auto it = m_typeIds.find(type); it != m_typeIds.end()) return it->second;
    constexpr std::size_t limit = 0xffff;
    if (m_types.size() >= limit) {
        if (m_types.size() == limit) m_types.emplace_back("other");
        return static_cast<TypeId>(limit);
    }
    const auto id = static_cast<TypeId>(m_types.size());
    m_types.emplace_back(type);
    m_typeIds.emplace(m_types.back(), id);
    return id;
}

void Dictionary::restore(std::string_view text) { add(text); }

void Dictionary::restore(const Site& site)
{
    std::scoped_lock lock(m_mutex);
    m_sites.push_back(site);
}

void Dictionary::restore(const StackNode& node)
{
    std::scoped_lock lock(m_mutex);
    m_stacks.push_back(node);
}

void Dictionary::restoreType(std::string_view type)
{
    std::scoped_lock lock(m_mutex);
    if (m_types.size() <= 0xffff) m_types.emplace_back(type);
}

std::string_view Dictionary::text(TextId id) const
{
    std::scoped_lock lock(m_mutex);
    return index(id) < m_texts.size() ? std::string_view(m_texts[index(id)]) : std::string_view();
}

Site Dictionary::site(SiteId id) const
{
    std::scoped_lock lock(m_mutex);
    return index(id) < m_sites.size() ? m_sites[index(id)] : Site{};
}

StackNode Dictionary::stack(StackId id) const
{
    std::scoped_lock lock(m_mutex);
    return index(id) < m_stacks.size() ? m_stacks[index(id)] : StackNode{};
}

std::string_view Dictionary::type(TypeId id) const
{
    std::scoped_lock lock(m_mutex);
    return index(id) < m_types.size() ? std::string_view(m_types[index(id)]) : std::string_view();
}

std::vector<SiteId> Dictionary::frames(StackId id, std::size_t limit) const
{
    std::vector<SiteId> result;
    while (id != StackId::None && result.size() < limit) {
        const StackNode node = stack(id);
        if (node.frame == SiteId::None) break;
        result.push_back(node.frame);
        id = node.parent;
    }
    return result;
}

Dictionary::Extent Dictionary::extent() const
{
    std::scoped_lock lock(m_mutex);
    return {static_cast<std::uint32_t>(m_texts.size()), static_cast<std::uint32_t>(m_sites.size()),
            static_cast<std::uint32_t>(m_stacks.size()), static_cast<std::uint32_t>(m_types.size())};
}

std::uint64_t Dictionary::textBytes() const
{
    std::scoped_lock lock(m_mutex);
    return m_textBytes;
}

} // namespace loopscope
