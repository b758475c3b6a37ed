#include "runtime/probes/Detour.h"

#include "runtime/probes/NodeImage.h"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstring>

namespace loopscope {

#if defined(__x86_64__)
namespace {

constexpr std::size_t kPageSize = 4096;
constexpr std::size_t kStubSize = 32;

// One page of stubs in the first 2 GB, where node's own code lies; written once, then only run.
class StubPage
{
public:
    // Room for one stub, writable until seal(); null when there is none.
    unsigned char* take()
    {
        if (!m_page || m_used + kStubSize > kPageSize) {
            void* const memory =
                mmap(nullptr, kPageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
            if (memory == MAP_FAILED) return nullptr;
            m_page = static_cast<unsigned char*>(memory);
            m_used = 0;
        } else if (mprotect(m_page, kPageSize, PROT_READ | PROT_WRITE | PROT_EXEC) != 0) {
            return nullptr; // others may be running in it
        }
        unsigned char* const stub = m_page + m_used;
        m_used += kStubSize;
        return stub;
    }
    bool seal() { return mprotect(m_page, kPageSize, PROT_READ | PROT_EXEC) == 0; }

private:
    unsigned char* m_page = nullptr;
    std::size_t m_used = 0;
};

StubPage g_stubs;

bool isNear(std::uintptr_t from, std::uintptr_t to)
{
    const auto distance = static_cast<std::int64_t>(to - from);
    return distance == static_cast<std::int32_t>(distance);
}

void writeJump(unsigned char* at, std::uintptr_t runsAt, std::uintptr_t target)
{
    const auto distance = static_cast<std::int32_t>(target - (runsAt + 5));
    at[0] = 0xe9;
    std::memcpy(at + 1, &distance, sizeof distance);
}

// jmp *[rip]; address
void writeFarJump(unsigned char* at, const void* target)
{
    constexpr unsigned char code[6] = {0xff, 0x25, 0, 0, 0, 0};
    std::memcpy(at, code, sizeof code);
    std::memcpy(at + sizeof code, &target, sizeof target);
}

// Stores the new first word of the function in one piece.
bool storeCode(std::uintptr_t function, std::uint64_t word)
{
    const auto pageSize = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    void* const page = reinterpret_cast<void*>(function & ~(pageSize - 1));
    if (mprotect(page, pageSize, PROT_READ | PROT_WRITE | PROT_EXEC) != 0) return false;
    std::atomic_ref<std::uint64_t>(*reinterpret_cast<std::uint64_t*>(function)).store(word, std::memory_order_seq_cst);
    mprotect(page, pageSize, PROT_READ | PROT_EXEC);
    return true;
}

} // namespace

bool Detour::install(std::uintptr_t function, std::uint64_t prologue, void* replacement, void** original)
{
    if (function == 0 || function % 8 != 0 || !NodeImage::isCode(function)) return false;
    if (std::memcmp(reinterpret_cast<const void*>(function), &prologue, sizeof prologue) != 0) return false;
    unsigned char* const stub = g_stubs.take();
    if (!stub) return false;
    const auto stubAt = reinterpret_cast<std::uintptr_t>(stub);
    unsigned char* const wayBack = stub + 16;
    const bool reachable = isNear(function, stubAt) && isNear(stubAt, function);
    if (reachable) {
        writeFarJump(stub, replacement);
        std::memcpy(wayBack, &prologue, sizeof prologue);
        writeJump(wayBack + 8, stubAt + 24, function + 8);
    }
    if (!g_stubs.seal() || !reachable) return false;
    if (original) *original = wayBack;
    std::uint64_t word = prologue;
    writeJump(reinterpret_cast<unsigned char*>(&word), function, stubAt);
    return storeCode(function, word);
}
#else
bool Detour::install(std::uintptr_t, std::uint64_t, void*, void**)
{
    return false;
}
#endif

} // namespace loopscope
