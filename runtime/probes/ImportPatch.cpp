#include "runtime/probes/ImportPatch.h"

#include "runtime/probes/NodeImage.h"

#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <string>

namespace loopscope {

namespace {

// The page's protection, as the kernel tells: RELRO pages are read-only, others are not.
bool isWritable(std::uintptr_t address)
{
    FILE* const maps = fopen("/proc/self/maps", "re");
    if (!maps) return false;
    char line[512];
    bool writable = false;
    while (fgets(line, sizeof line, maps)) {
        unsigned long begin = 0, end = 0;
        char rights[5] = {};
        if (sscanf(line, "%lx-%lx %4s", &begin, &end, rights) == 3 && address >= begin && address < end) {
            writable = rights[1] == 'w';
            break;
        }
    }
    fclose(maps);
    return writable;
}

// The function itself. An executable that is not position-independent and takes a function's address defines it as its own stub,
// which goes by the slot that is to be patched.
void* functionNamed(const std::string& name)
{
    void* const found = dlsym(RTLD_DEFAULT, name.c_str());
    if (!found || !NodeImage::isCode(reinterpret_cast<std::uintptr_t>(found))) return found;
    void* const library = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);
    if (!library) return nullptr;
    void* const function = dlsym(library, name.c_str());
    dlclose(library);
    return function;
}

} // namespace

bool ImportPatch::apply(std::string_view name, void* replacement, void** original)
{
    void** const slot = NodeImage::importSlot(name);
    if (!slot) return false;
    // A slot not bound yet holds the address of its own lazy stub: the true function is asked for by name.
    void* const target = functionNamed(std::string(name));
    if (!target) return false;
    const auto address = reinterpret_cast<std::uintptr_t>(slot);
    const auto pageSize = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    void* const page = reinterpret_cast<void*>(address & ~(pageSize - 1));
    const bool wasWritable = isWritable(address);
    if (!wasWritable && mprotect(page, pageSize, PROT_READ | PROT_WRITE) != 0) return false;
    *original = target;
    std::atomic_ref<void*>(*slot).store(replacement, std::memory_order_release);
    if (!wasWritable) mprotect(page, pageSize, PROT_READ);
    return true;
}

} // namespace loopscope
