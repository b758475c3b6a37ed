#include "runtime/probes/NodeImage.h"

#include <elf.h>
#include <link.h>

#include <cstring>
#include <span>
#include <vector>

namespace loopscope {

namespace {

static_assert(sizeof(void*) == 8, "64-bit ELF is all we read");

// The executable's segments in memory: the first entry that the dynamic linker reports.
struct Loaded {
    std::uintptr_t base = 0;
    std::vector<ElfW(Phdr)> segments;
};

const Loaded& loaded()
{
    static const Loaded image = [] {
        Loaded result;
        dl_iterate_phdr(
            [](dl_phdr_info* info, std::size_t, void* data) {
                auto& out = *static_cast<Loaded*>(data);
                out.base = info->dlpi_addr;
                out.segments.assign(info->dlpi_phdr, info->dlpi_phdr + info->dlpi_phnum);
                return 1;
            },
            &result);
        return result;
    }();
    return image;
}

std::string hexadecimal(std::span<const unsigned char> bytes)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

template <class T>
T* dynamicTable(const ElfW(Dyn) * dynamic, ElfW(Sxword) tag)
{
    for (; dynamic->d_tag != DT_NULL; ++dynamic)
        if (dynamic->d_tag == tag) {
            const std::uintptr_t address = dynamic->d_un.d_ptr; // glibc has relocated it already
            return reinterpret_cast<T*>(address);
        }
    return nullptr;
}

} // namespace

std::string NodeImage::buildId()
{
    for (const auto& segment : loaded().segments) {
        if (segment.p_type != PT_NOTE) continue;
        const char* at = reinterpret_cast<const char*>(loaded().base + segment.p_vaddr);
        const char* const end = at + segment.p_memsz;
        while (at + sizeof(ElfW(Nhdr)) <= end) {
            const auto& note = *reinterpret_cast<const ElfW(Nhdr)*>(at);
            const char* const name = at + sizeof note;
            const char* const text = name + ((note.n_namesz + 3u) & ~3u);
            if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0)
                return hexadecimal({reinterpret_cast<const unsigned char*>(text), note.n_descsz});
            at = text + ((note.n_descsz + 3u) & ~3u);
        }
    }
    return {};
}

std::uintptr_t NodeImage::loadedAt(std::uintptr_t address) { return loaded().base + address; }

void** NodeImage::importSlot(std::string_view name)
{
    for (const auto& segment : loaded().segments) {
        if (segment.p_type != PT_DYNAMIC) continue;
        const auto* const dynamic = reinterpret_cast<const ElfW(Dyn)*>(loaded().base + segment.p_vaddr);
        const auto* const symbols = dynamicTable<const ElfW(Sym)>(dynamic, DT_SYMTAB);
        const auto* const strings = dynamicTable<const char>(dynamic, DT_STRTAB);
        const auto* const slots = dynamicTable<const ElfW(Rela)>(dynamic, DT_JMPREL);
        std::size_t bytes = 0;
        for (const auto* d = dynamic; d->d_tag != DT_NULL; ++d)
            if (d->d_tag == DT_PLTRELSZ) bytes = d->d_un.d_val;
        if (!symbols || !strings || !slots) return nullptr;
        for (std::size_t i = 0; i < bytes / sizeof(ElfW(Rela)); ++i)
            if (name == strings + symbols[ELF64_R_SYM(slots[i].r_info)].st_name)
                return reinterpret_cast<void**>(loaded().base + slots[i].r_offset);
    }
    return nullptr;
}

bool NodeImage::isCode(std::uintptr_t address)
{
    for (const auto& segment : loaded().segments) {
        const std::uintptr_t begin = loaded().base + segment.p_vaddr;
        if (segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0 && address >= begin &&
            address < begin + segment.p_memsz)
            return true;
    }
    return false;
}

} // namespace loopscope
