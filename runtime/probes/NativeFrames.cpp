#include "runtime/probes/NativeFrames.h"

#include <pthread.h>

#include <cstddef>

namespace loopscope {

std::uintptr_t NativeFrames::endOfStack()
{
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
    void* start = nullptr;
    std::size_t size = 0;
    pthread_attr_getstack(&attributes, &start, &size);
    pthread_attr_destroy(&attributes);
    return reinterpret_cast<std::uintptr_t>(start) + size;
}

} // namespace loopscope
