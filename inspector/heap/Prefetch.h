#pragma once

namespace loopscope::heap
{

/// Asks for memory that will be read soon. Graphs are walked in no order that a processor could guess, but the next
/// nodes are often known in time.
inline void prefetch([[maybe_unused]] const void* memory)
{
#ifdef __GNUC__
    __builtin_prefetch(memory);
#endif
}

} // namespace loopscope::heap
