#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace loopscope {

/// An ordered map whose copies share what they have in common, so that a checkpoint of a state with a million timers
/// costs microseconds and little memory. Two levels: a table of leaves, each a sorted run of entries; a leaf that is
/// shared is copied at the first write.
///
/// Thread: copies that share leaves belong to one thread. Copy: O(n / 32). Find, insert, erase: O(log n + 32).
template <class Key, class Value> class SharedMap
{
public:
    using value_type = std::pair<Key, Value>;

private:
    static constexpr std::size_t kLeafSize = 32;
    using Leaf = std::vector<value_type>;
    using Table = std::vector<std::shared_ptr<Leaf>>;

public:
    class const_iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = SharedMap::value_type;
        using difference_type = std::ptrdiff_t;
        using pointer = const value_type*;
        using reference = const value_type&;

        const_iterator() = default;
        reference operator*() const { return (*(*m_table)[m_leaf])[m_entry]; }
        pointer operator->() const { return &**this; }
        const_iterator& operator++()
        {
            if (++m_entry == (*m_table)[m_leaf]->size()) {
                ++m_leaf;
                m_entry = 0;
            }
            return *this;
        }
        const_iterator operator++(int)
        {
            const_iterator old = *this;
            ++*this;
            return old;
        }
        bool operator==(const const_iterator& other) const { return m_leaf == other.m_leaf && m_entry == other.m_entry; }

    private:
        friend SharedMap;
        const_iterator(const Table* table, std::size_t leaf, std::size_t entry) : m_table(table), m_leaf(leaf), m_entry(entry) {}
        const Table* m_table = nullptr;
        std::size_t m_leaf = 0;
        std::size_t m_entry = 0;
    };
    using iterator = const_iterator;

    const_iterator begin() const { return {&m_table, 0, 0}; }
    const_iterator end() const { return {&m_table, m_table.size(), 0}; }
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }

    /// The first entry whose key is not less than `key`.
    const_iterator lowerBound(const Key& key) const
    {
        const std::size_t leaf = leafFor(key);
        if (leaf == m_table.size()) return end();
        const Leaf& entries = *m_table[leaf];
        return {&m_table, leaf, static_cast<std::size_t>(position(entries, key) - entries.begin())};
    }
    const_iterator find(const Key& key) const
    {
        const const_iterator it = lowerBound(key);
        return it == end() || key < it->first ? end() : it;
    }
    bool contains(const Key& key) const { return find(key) != end(); }

    /// Adds, or replaces the value of an equal key.
    void set(const Key& key, const Value& value)
    {
        std::size_t leaf = leafFor(key);
        if (leaf == m_table.size()) {
            append(key, value);
            return;
        }
        Leaf* entries = &writable(leaf);
        auto at = position(*entries, key);
        if (!(key < at->first)) {
            at->second = value;
            return;
        }
        if (entries->size() >= kLeafSize) {
            split(leaf);
            if ((*m_table[leaf]).back().first < key) ++leaf;
            entries = m_table[leaf].get();
            at = position(*entries, key);
        }
        entries->emplace(at, key, value);
        ++m_size;
    }
    bool erase(const Key& key)
    {
        const std::size_t leaf = leafFor(key);
        if (leaf == m_table.size()) return false;
        const auto seen = position(*m_table[leaf], key);
        if (key < seen->first) return false;
        const auto offset = seen - m_table[leaf]->begin();
        Leaf& entries = writable(leaf);
        entries.erase(entries.begin() + offset);
        --m_size;
        shrink(leaf);
        return true;
    }
    void clear()
    {
        m_table.clear();
        m_size = 0;
    }

    bool operator==(const SharedMap& other) const { return m_size == other.m_size && std::equal(begin(), end(), other.begin()); }

private:
    /// The first leaf whose last key is not less than `key`.
    std::size_t leafFor(const Key& key) const
    {
        const auto it = std::lower_bound(m_table.begin(), m_table.end(), key,
                                         [](const auto& leaf, const Key& k) { return leaf->back().first < k; });
        return static_cast<std::size_t>(it - m_table.begin());
    }
    template <class Entries> static auto position(Entries& entries, const Key& key)
    {
        return std::lower_bound(entries.begin(), entries.end(), key,
                                [](const value_type& entry, const Key& k) { return entry.first < k; });
    }
    Leaf& writable(std::size_t leaf)
    {
        auto& shared = m_table[leaf];
        if (shared.use_count() > 1) shared = std::make_shared<Leaf>(*shared);
        return *shared;
    }
    void append(const Key& key, const Value& value)
    {
        if (m_table.empty() || m_table.back()->size() >= kLeafSize) m_table.push_back(std::make_shared<Leaf>());
        writable(m_table.size() - 1).emplace_back(key, value);
        ++m_size;
    }
    void split(std::size_t leaf)
    {
        Leaf& entries = *m_table[leaf];
        const auto middle = entries.begin() + kLeafSize / 2;
        auto upper = std::make_shared<Leaf>(middle, entries.end());
        entries.erase(middle, entries.end());
        m_table.insert(m_table.begin() + static_cast<std::ptrdiff_t>(leaf) + 1, std::move(upper));
    }
    /// Drops an empty leaf and joins a thin one with the next.
    void shrink(std::size_t leaf)
    {
        const auto at = m_table.begin() + static_cast<std::ptrdiff_t>(leaf);
        if ((*at)->empty()) {
            m_table.erase(at);
            return;
        }
        if ((*at)->size() > kLeafSize / 8 || leaf + 1 == m_table.size()) return;
        const Leaf& next = *m_table[leaf + 1];
        if (next.size() > kLeafSize / 2) return;
        writable(leaf).insert((*at)->end(), next.begin(), next.end());
        m_table.erase(at + 1);
    }

    Table m_table; // no leaf is empty
    std::size_t m_size = 0;
};

} // namespace loopscope
