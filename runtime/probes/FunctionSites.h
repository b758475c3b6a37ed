#pragma once

#include "runtime/probes/SourcePlaces.h"
#include "runtime/probes/V8Layout.h"

#include <v8.h>

#include <optional>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// Where a function was defined.
struct FunctionPlace {
    SiteId site = SiteId::None; ///< none for what V8 itself provides
    bool internal = false;      ///< Node's own
};

/// Names the user's functions: each source function is resolved once, closures of it share the answer.
///
/// Thread: one JS thread's, with its isolate entered; runs no JavaScript. Lifetime: as long as that thread's probes.
class FunctionSites
{
public:
    FunctionSites(v8::Isolate* isolate, SourcePlaces& places);
    ~FunctionSites();
    FunctionSites(const FunctionSites&) = delete;
    FunctionSites& operator=(const FunctionSites&) = delete;

    FunctionPlace of(v8::Local<v8::Function> function);
    /// The same for a raw JSFunction or bound function; a few ns once it is known. Precondition: a layout was found.
    FunctionPlace of(Raw function);
    /// The same if it is known already, false otherwise; allocates nothing in V8's heap.
    bool known(Raw function, FunctionPlace& place)
    {
        function = targetOf(function);
        if (m_layout->isFunction(function)) {
            const Raw shared = wordAt(function, m_layout->functionShared);
            const Entry& entry = entryOf(shared);
            if (entry.shared != shared && !recall(function)) return false;
            place.site = entry.place.site;
            place.internal = entry.place.internal;
        }
        return true;
    }

private:
    struct Entry {
        Raw shared = 0;
        FunctionPlace place;
    };
    Raw targetOf(Raw function) const
    {
        while (m_layout->typeOf(function) == m_layout->typeBoundFunction) function = wordAt(function, m_layout->boundTarget);
        return function;
    }
    bool recall(Raw function);
    Entry& entryOf(Raw shared) { return m_recent[(shared >> 4) * 0x9E3779B97F4A7C15u >> 54]; }
    static constexpr std::size_t kEntries = 1 << 10;

    static std::optional<std::uint64_t> keyOf(v8::Local<v8::Function> function);
    FunctionPlace resolve(v8::Local<v8::Function> function);
    static void compacted(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);

    v8::Isolate* const m_isolate;
    SourcePlaces& m_places;
    const V8Layout* const m_layout;
    std::unordered_map<std::uint64_t, FunctionPlace> m_known; // by script id and start position
    std::vector<Entry> m_recent;                              // by address, until V8 moves old objects
};

} // namespace loopscope
