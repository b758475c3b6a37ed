#pragma once

#include "inspector/leaks/GrowthBetween.h"
#include "inspector/leaks/IdSet.h"
#include "inspector/leaks/KeptBy.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace loopscope::heap
{

/// Why something grows, as far as the objects show it.
enum class Cause : std::uint8_t { Contexts, Timers, Listeners, Streams, Promises, Closures, Global, Cache, List, Bytes, Other };

/// What is new below a container: the material from which a cause is told.
struct Contents {
    std::uint32_t objects = 0;
    std::uint32_t contexts = 0;
    std::uint32_t timers = 0;
    std::uint32_t streams = 0;
    std::uint32_t promises = 0; ///< that are not settled
    std::uint32_t closures = 0;
    std::uint32_t listeners = 0; ///< of an EventTarget
    std::uint32_t heapClass = 0; ///< that tells most
    std::uint32_t ofClass = 0;   ///< objects of it
    std::uint32_t sample = 0;    ///< one of these
    std::uint32_t closure = 0;   ///< one of the program's, of the place where most are made; nodeCount() if there is none
    std::uint32_t sameClosures = 0; ///< of that place
    std::string scopeVariable;   ///< of all scopes of that place, the one that retains most
    std::uint64_t scopeBytes = 0;
};

/// Looks at the new objects below these entries, and not at all of very many.
Contents contentsOf(const Snapshot& snapshot, const IdSet& known, std::span<const std::uint32_t> entries);

Cause causeOf(const Snapshot& snapshot, const Growth& growth, const Contents& contents, const KeptBy& kept);

} // namespace loopscope::heap
