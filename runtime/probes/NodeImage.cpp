#include "runtime/probes/NodeImage.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <span>

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

// A file mapped for reading.
class MappedFile
{
public:
    explicit MappedFile(const char* path)
    {
        const int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0) return;
        struct stat info {
        };
        if (fstat(fd, &info) == 0 && info.st_size > 0) {
            void* const memory = mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
            if (memory != MAP_FAILED)
                m_bytes = {static_cast<const char*>(memory), static_cast<std::size_t>(info.st_size)};
        }
        close(fd);
    }
    ~MappedFile()
    {
        if (!m_bytes.empty()) munmap(const_cast<char*>(m_bytes.data()), m_bytes.size());
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    // Empty unless [offset, offset + count * sizeof(T)) lies in the file.
    template <class T>
    std::span<const T> at(std::uint64_t offset, std::uint64_t count) const
    {
        if (offset > m_bytes.size() || count > (m_bytes.size() - offset) / sizeof(T)) return {};
        return {reinterpret_cast<const T*>(m_bytes.data() + offset), static_cast<std::size_t>(count)};
    }

private:
    std::span<const char> m_bytes;
};

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

void findIn(std::span<const ElfW(Sym)> table, std::span<const char> names, const std::vector<std::string_view>& wanted,
            std::vector<std::uintptr_t>& found)
{
    for (const ElfW(Sym) & symbol : table) {
        if (symbol.st_value == 0 || symbol.st_name >= names.size()) continue;
        const char* const name = names.data() + symbol.st_name;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (found[i] != 0 || name[0] != wanted[i][0]) continue;
            if (std::strncmp(name, wanted[i].data(), wanted[i].size()) == 0 && name[wanted[i].size()] == '\0')
                found[i] = loaded().base + symbol.st_value;
        }
    }
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

std::vector<std::uintptr_t> NodeImage::symbols(const std::vector<std::string_view>& names)
{
    std::vector<std::uintptr_t> found(names.size(), 0);
    const MappedFile file("/proc/self/exe");
    const auto header = file.at<ElfW(Ehdr)>(0, 1);
    if (header.empty() || std::memcmp(header[0].e_ident, ELFMAG, SELFMAG) != 0) return found;
    const auto sections = file.at<ElfW(Shdr)>(header[0].e_shoff, header[0].e_shnum);
    for (const ElfW(Shdr) & section : sections) {
        if (section.sh_type != SHT_SYMTAB || section.sh_link >= sections.size()) continue;
        const ElfW(Shdr)& strings = sections[section.sh_link];
        findIn(file.at<ElfW(Sym)>(section.sh_offset, section.sh_size / sizeof(ElfW(Sym))),
               file.at<char>(strings.sh_offset, strings.sh_size), names, found);
    }
    return found;
}

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
