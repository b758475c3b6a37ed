#pragma once

#include <v8.h>

#include <cstdint>
#include <cstring>

// Reading V8's own objects where they lie. Nothing here allocates or runs JavaScript; a raw address is good until the
// next garbage collection and no longer. Offsets come from V8Layout, which proves them on the running binary.

namespace loopscope {

using Raw = std::uintptr_t; ///< a tagged word as it stands in V8's heap

inline bool isHeapObject(Raw value) { return (value & 3) == 1; }

inline Raw wordAt(Raw object, int offset) { return *reinterpret_cast<const Raw*>(object - 1 + static_cast<Raw>(offset)); }
inline void setWordAt(Raw object, int offset, Raw value) { *reinterpret_cast<Raw*>(object - 1 + static_cast<Raw>(offset)) = value; }

/// The value of a small integer in a build without pointer compression (node's are).
inline std::int32_t smiValue(Raw value) { return static_cast<std::int32_t>(static_cast<std::int64_t>(value) >> 32); }
inline Raw smi(std::uint32_t value) { return Raw{value} << 32; }
inline bool isSmi(Raw value) { return (value & 0xffffffffu) == 0; }

template <class T> Raw rawOf(const v8::Local<T>& local)
{
    Raw* slot;
    static_assert(sizeof(slot) == sizeof(local));
    std::memcpy(&slot, static_cast<const void*>(&local), sizeof slot);
    return *slot;
}

/// A handle on the object in `slot`, which must outlive it; no garbage collection may happen in between. For what may allocate:
/// handleOn().
template <class T> v8::Local<T> localAt(Raw* slot)
{
    v8::Local<T> local;
    std::memcpy(static_cast<void*>(&local), &slot, sizeof slot);
    return local;
}

/// A handle in the present scope, which follows the object when V8 moves it.
template <class T> v8::Local<T> handleOn(v8::Isolate* isolate, Raw object)
{
    return v8::Local<T>::New(isolate, localAt<T>(&object));
}

} // namespace loopscope
