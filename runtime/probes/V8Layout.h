#pragma once

#include "runtime/probes/V8Memory.h"

#include <cstdint>

namespace loopscope {

/// Where V8 keeps what no API tells: found on the running binary by making known objects and looking for them, and
/// by the constants that the binary exports for post-mortem debuggers. Nothing is taken on trust.
///
/// Thread: find() on a thread that has entered an isolate and a context. Lifetime: of the process; the same for all isolates.
struct V8Layout {
    // MicrotaskQueue, a C++ object; offsets in bytes.
    static constexpr int kQueueSize = 8, kQueueCapacity = 16, kQueueStart = 24, kQueueRing = 32, kQueueFinished = 40;
    static constexpr int kContextLength = 8, kContextFirst = 16; ///< of a Context, an object in V8's heap

    std::uint16_t typeCallable = 0, typeCallback = 0, typeFulfillReaction = 0, typeRejectReaction = 0, typeThenable = 0;
    std::uint16_t typeCapability = 0, typePromise = 0, typeReaction = 0, typeBoundFunction = 0, typeUndefined = 0;
    std::uint16_t firstReceiver = 0, firstFunction = 0, lastFunction = 0; ///< JSReceiver is everything with properties
    std::uint16_t typeAsyncFunctionObject = 0, typeAsyncGenerator = 0;
    int mapInstanceType = 0;
    int functionShared = 0, functionContext = 0, sharedScript = 0;
    int promiseReactions = 0, promiseFlags = 0, promiseId = 0; ///< promiseId: the embedder field, unused by node
    int capabilityPromise = 0;
    int reactionHandler = 0, reactionPromise = 0;         ///< of PromiseReaction, waiting on a promise
    int jobHandler = 0, jobPromise = 0;                   ///< of a reaction job
    int thenableThen = 0, thenablePromise = 0;            ///< of a thenable job
    int callableFunction = 0;                             ///< of a callable job
    int awaitGenerator = 0;                               ///< in the context of V8's await closures
    int generatorFunction = 0;
    int boundTarget = 0, boundThis = 0;

    std::uint16_t typeOf(Raw object) const { return *reinterpret_cast<const std::uint16_t*>(wordAt(object, 0) - 1 + static_cast<Raw>(mapInstanceType)); }
    bool isFunction(Raw object) const
    {
        const std::uint16_t type = typeOf(object);
        return type >= firstFunction && type <= lastFunction;
    }
    /// One of V8's own functions. Precondition: isFunction().
    bool isBuiltin(Raw function) const
    {
        const Raw script = wordAt(wordAt(function, functionShared), sharedScript);
        return !isHeapObject(script) || typeOf(script) == typeUndefined;
    }
    bool isGenerator(Raw object) const
    {
        const std::uint16_t type = typeOf(object);
        return type == typeAsyncFunctionObject || type == typeAsyncGenerator;
    }

    /// The word at `offset` of a function's context, 0 if the context is shorter.
    Raw inContext(Raw function, int offset) const
    {
        const Raw context = wordAt(function, functionContext);
        return offset < kContextFirst + smiValue(wordAt(context, kContextLength)) * 8 ? wordAt(context, offset) : 0;
    }

    /// Null if this binary is not as we know it: then probes use public means and mark what they tell as inferred.
    static const V8Layout* find(v8::Isolate* isolate);
};

} // namespace loopscope
