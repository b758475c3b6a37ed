#include "runtime/probes/SiteStubs.h"

#include <sys/mman.h>

#include <array>
#include <cstring>
#include <initializer_list>

namespace loopscope {

namespace {

using Register = SiteStubs::Register;

constexpr std::size_t kRoom = 3 * 4096;
// What C++ may change; the other registers are kept by every C++ function.
constexpr std::array kKept = {SiteStubs::Rax, SiteStubs::Rcx, SiteStubs::Rdx, SiteStubs::Rsi, SiteStubs::Rdi,
                              SiteStubs::R8,  SiteStubs::R9,  SiteStubs::R10, SiteStubs::R11};

unsigned char low(Register r) { return static_cast<unsigned char>(r & 7); }
bool isHigh(Register r) { return r >= SiteStubs::R8; }

class Code
{
public:
    explicit Code(unsigned char* at) : m_at(at) {}
    unsigned char* at() const { return m_at; }

    void bytes(std::initializer_list<int> list)
    {
        for (const int byte : list) *m_at++ = static_cast<unsigned char>(byte);
    }
    template <class T> void value(T value)
    {
        std::memcpy(m_at, &value, sizeof value);
        m_at += sizeof value;
    }
    void push(Register r)
    {
        if (isHigh(r)) bytes({0x41});
        bytes({0x50 + low(r)});
    }
    void pop(Register r)
    {
        if (isHigh(r)) bytes({0x41});
        bytes({0x58 + low(r)});
    }
    void move(Register to, Register from) { bytes({0x48 | (isHigh(from) ? 4 : 0) | (isHigh(to) ? 1 : 0), 0x89, 0xc0 | low(from) << 3 | low(to)}); }

private:
    unsigned char* m_at;
};

void writeLoad(Code& code, Register target, std::int32_t flags)
{
    code.bytes({isHigh(target) ? 0x4d : 0x49, 0x8b, 0x85 | low(target) << 3}); // mov target, [r13 + flags]
    code.value(flags);
}

void giveResult(Code& code, Register target)
{
    for (std::size_t i = 0; i < kKept.size(); ++i)
        if (kKept[i] == target) return code.bytes({0x48, 0x89, 0x45, -8 * static_cast<int>(i + 1)}); // mov [rbp - 8(i+1)], rax
    code.move(target, SiteStubs::Rax);
}

void callHandler(Code& code, const SiteStubs::Site& site, const void* handler, std::int32_t flags)
{
    code.move(SiteStubs::Rdi, site.subject);
    code.move(SiteStubs::Rsi, SiteStubs::Rbp);
    writeLoad(code, SiteStubs::Rdx, flags);
    code.bytes({0x48, 0x83, 0xe4, 0xf0}); // and rsp, -16
    code.bytes({0x48, 0xb8});             // mov rax, handler
    code.value(handler);
    code.bytes({0xff, 0xd0});                                          // call rax
    code.bytes({0x48, 0x8d, 0x65, -8 * static_cast<int>(kKept.size())}); // lea rsp, [rbp - what was pushed]
}

} // namespace

bool SiteStubs::reserve(std::uintptr_t code)
{
    constexpr std::uintptr_t step = 1 << 20, farthest = 1 << 30;
    const std::uintptr_t middle = code & ~(step - 1);
    for (std::uintptr_t distance = step; distance < farthest; distance += step) {
        for (const std::uintptr_t wanted : {middle + distance, middle - distance}) {
            if (wanted > middle + farthest || wanted < step) continue; // went around
            void* const memory = mmap(reinterpret_cast<void*>(wanted), kRoom, PROT_READ | PROT_WRITE,
                                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
            if (memory == MAP_FAILED) continue;
            m_start = m_next = static_cast<unsigned char*>(memory);
            if (reinterpret_cast<std::uintptr_t>(memory) == wanted) return true;
            munmap(memory, kRoom); // an old kernel, to which the address was a hint only
        }
    }
    return false;
}

const unsigned char* SiteStubs::write(const Site& site, const void* handler, std::int32_t flags)
{
    unsigned char* const start = m_next;
    Code code(start);
    if (site.forObjects) {
        code.bytes({0xf6, 0xc0 | low(site.subject), 0x01}); // test subject, 1
        code.bytes({0x75, kInstruction + 1});               // jnz past the next two
        writeLoad(code, site.target, flags);
        code.bytes({0xc3});
    }
    // The frame that the handler sees was called by the code that called the builtin, or if that has its frame already by the builtin.
    if (!site.hasFrame) code.bytes({0xff, 0x74, 0x24, 0x08}); // push [rsp + 8]
    code.push(Rbp);
    code.move(Rbp, Rsp);
    for (const Register r : kKept) code.push(r);
    callHandler(code, site, handler, flags);
    giveResult(code, site.target);
    for (std::size_t i = kKept.size(); i-- > 0;) code.pop(kKept[i]);
    code.pop(Rbp);
    if (!site.hasFrame) code.bytes({0x48, 0x8d, 0x64, 0x24, 0x08}); // lea rsp, [rsp + 8]
    code.bytes({0xc3});
    m_next = start + ((code.at() - start + 15) & ~15);
    return start;
}

bool SiteStubs::seal() { return mprotect(m_start, kRoom, PROT_READ | PROT_EXEC) == 0; }

bool SiteStubs::isAt(std::uintptr_t address, Register target, std::int32_t flags)
{
    std::array<unsigned char, kInstruction> expected;
    Code code(expected.data());
    writeLoad(code, target, flags);
    return std::memcmp(reinterpret_cast<const void*>(address), expected.data(), kInstruction) == 0;
}

void SiteStubs::put(std::uintptr_t address, const unsigned char* stub)
{
    Code code(reinterpret_cast<unsigned char*>(address));
    code.bytes({0xe8});
    code.value(static_cast<std::int32_t>(reinterpret_cast<std::uintptr_t>(stub) - (address + 5)));
    code.bytes({0x66, 0x90});
}

} // namespace loopscope
