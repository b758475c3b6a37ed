#pragma once

#include "runtime/events/Record.h"
#include "visualizer/model/SharedMap.h"

#include <cstdint>
#include <utility>

namespace loopscope {

/// A callback that waits in a queue.
struct WaitingCallback {
    std::uint64_t id = 0;
    std::uint64_t by = 0;           ///< the callback that put it there, 0 for none
    std::uint64_t since = 0;        ///< ns
    std::uint32_t milliseconds = 0; ///< timers: the delay asked for
    StackId place = StackId::None;  ///< the call that put it there
    TypeId type = TypeId::None;
    std::uint16_t flags = 0;

    bool operator==(const WaitingCallback&) const = default;
};

/// What waits in one queue, in the order in which it was enqueued. Any callback is found and removed by its id in
/// logarithmic time, since programs hold millions of timers and cancel them in any order; copies share memory.
///
/// Thread: as SharedMap.
class WaitingQueue
{
    using Order = SharedMap<std::uint64_t, WaitingCallback>;

public:
    class const_iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = WaitingCallback;
        using difference_type = std::ptrdiff_t;
        using pointer = const WaitingCallback*;
        using reference = const WaitingCallback&;

        const_iterator() = default;
        explicit const_iterator(Order::const_iterator at) : m_at(at) {}
        reference operator*() const { return m_at->second; }
        pointer operator->() const { return &m_at->second; }
        const_iterator& operator++()
        {
            ++m_at;
            return *this;
        }
        const_iterator operator++(int) { return const_iterator(m_at++); }
        bool operator==(const const_iterator&) const = default;

    private:
        Order::const_iterator m_at;
    };
    using iterator = const_iterator;
    using value_type = WaitingCallback;

    const_iterator begin() const { return const_iterator(m_order.begin()); }
    const_iterator end() const { return const_iterator(m_order.end()); }
    std::size_t size() const { return m_order.size(); }
    bool empty() const { return m_order.empty(); }
    /// Precondition: not empty.
    const WaitingCallback& front() const { return *begin(); }

    void add(const WaitingCallback& callback)
    {
        m_order.set(m_next, callback);
        m_ids.set({callback.id, m_next}, {});
        ++m_next;
    }
    /// Removes the one that has waited longest of those with that id; false if there is none.
    bool remove(std::uint64_t id)
    {
        const auto it = m_ids.lowerBound({id, 0});
        if (it == m_ids.end() || it->first.first != id) return false;
        const auto key = it->first;
        m_order.erase(key.second);
        m_ids.erase(key);
        return true;
    }
    const WaitingCallback* find(std::uint64_t id) const
    {
        const auto it = m_ids.lowerBound({id, 0});
        return it == m_ids.end() || it->first.first != id ? nullptr : &m_order.find(it->first.second)->second;
    }
    void clear()
    {
        m_order.clear();
        m_ids.clear();
    }

    bool operator==(const WaitingQueue&) const = default;

private:
    struct Nothing {
        bool operator==(const Nothing&) const = default;
    };
    Order m_order;                                                  // by the sequence number of the enqueueing
    SharedMap<std::pair<std::uint64_t, std::uint64_t>, Nothing> m_ids; // id and sequence number
    std::uint64_t m_next = 0;
};

} // namespace loopscope
