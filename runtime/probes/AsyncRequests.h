#pragma once

#include "runtime/events/Kinds.h"
#include "runtime/events/Record.h"

#include <cstdint>
#include <vector>

namespace loopscope {

/// What is known of the async resources of Node's C++ side that are alive: kind, call site, whether their callback
/// waits.
///
/// Open addressing; ids only grow, so a new one rarely meets an old one.
///
/// Thread: the loop's. Lifetime: as long as its probes.
class AsyncRequests
{
public:
    struct Request {
        std::uint64_t asyncId = 0; ///< 0: free
        StackId place = StackId::None;
        TypeId type = TypeId::None;
        bool waits = false;        ///< its callback was told as enqueued
        Queue queue = Queue::Poll; ///< where
        TypeId op = TypeId::None;  ///< the op outside the pool that carries this id and is under way
    };

    AsyncRequests() : m_slots(256) {}

    Request& add(std::uint64_t asyncId);
    Request* find(std::uint64_t asyncId);
    void remove(std::uint64_t asyncId);
    std::size_t size() const { return m_count; }

    template <class F>
    void forEach(F&& f)
    {
        for (Request& request : m_slots)
            if (request.asyncId != 0) f(request);
    }

private:
    std::size_t home(std::uint64_t asyncId) const { return asyncId & (m_slots.size() - 1); }
    void grow();

    std::vector<Request> m_slots; // a power of two long
    std::size_t m_count = 0;
};

} // namespace loopscope
