#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace loopscope::heap
{

/// Leaves new elements as they are (every column is filled right after it got its length), and asks for large pages
/// where a column is long: graphs are walked in no order of memory.
template <typename T>
class ColumnAllocator
{
public:
    using value_type = T;

    ColumnAllocator() = default;
    template <typename U>
    ColumnAllocator(const ColumnAllocator<U>&)
    {
    }

    T* allocate(std::size_t count)
    {
        if (count > static_cast<std::size_t>(-1) / 2 / sizeof(T)) throw std::bad_alloc();
        const std::size_t bytes = count * sizeof(T);
        void* memory = bytes < longColumn ? std::malloc(bytes) : longMemory(bytes);
        if (!memory) throw std::bad_alloc();
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t) { std::free(memory); }

    template <typename U>
    void construct(U* place)
    {
        ::new (static_cast<void*>(place)) U;
    }
    template <typename U, typename... Values>
    void construct(U* place, Values&&... values)
    {
        ::new (static_cast<void*>(place)) U(std::forward<Values>(values)...);
    }

    template <typename U>
    bool operator==(const ColumnAllocator<U>&) const
    {
        return true;
    }

private:
    static constexpr std::size_t largePage = std::size_t(2) << 20;
    static constexpr std::size_t longColumn = 4 * largePage;

    static void* longMemory(std::size_t bytes)
    {
        void* memory = nullptr;
        if (posix_memalign(&memory, largePage, bytes) != 0) return nullptr;
#if defined(__linux__) && defined(MADV_HUGEPAGE)
        madvise(memory, bytes / largePage * largePage, MADV_HUGEPAGE);
#endif
        return memory;
    }
};

/// One property of all nodes or all edges. Its elements are not zeroed by resize().
template <typename T>
using Column = std::vector<T, ColumnAllocator<T>>;

} // namespace loopscope::heap
