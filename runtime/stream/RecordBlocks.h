#pragma once

#include "runtime/events/Record.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace loopscope {

/// The room of a recording: blocks of records at addresses that never change. The newest blocks are memory; older ones go to a
/// file without a name and are read from there when somebody looks at them, so that a long recording takes the disk's room and
/// not the memory's. Where there is no disk to take (a folder in memory, less than a gibibyte free, an error) all stays in memory.
///
/// Thread: one writer; any number of readers at the same time.
class RecordBlocks
{
public:
    static constexpr std::size_t kBlockSize = 1 << 14; ///< records
    static constexpr std::size_t kBytes = kBlockSize * sizeof(Record);
    static constexpr std::uint64_t kInMemory = 128; ///< blocks, 64 MiB

    /// `folders`: where the file may be, the first that serves.
    explicit RecordBlocks(std::uint64_t inMemory = kInMemory, std::vector<std::string> folders = diskFolders());
    ~RecordBlocks();
    RecordBlocks(const RecordBlocks&) = delete;
    RecordBlocks& operator=(const RecordBlocks&) = delete;

    // Readers.
    /// Precondition: the writer made it.
    const Record* operator[](std::uint64_t n) const noexcept { return slot(n).load(std::memory_order_acquire); }
    /// The first so many blocks are in the file, every record in them is written.
    std::uint64_t onDisk() const noexcept { return m_onDisk.load(std::memory_order_acquire); }
    /// What a scan has read of the blocks [first, last) need not stay in memory: the file has it.
    void release(std::uint64_t first, std::uint64_t last) const noexcept;

    // The writer.
    /// The block `n`, made if it is not there. Precondition: when block `n` is made, all before it are full. Throws std::bad_alloc.
    Record* writable(std::uint64_t n);

    /// $TMPDIR, /var/tmp, /tmp and the user's cache folder.
    static std::vector<std::string> diskFolders();

private:
    // Two levels, so that a reader never meets a table that is being moved.
    static constexpr std::size_t kFanOut = 1 << 12;
    struct Directory {
        std::atomic<Record*> blocks[kFanOut]{};
    };
    std::atomic<Record*>& slot(std::uint64_t n) const noexcept
    {
        return m_directories[n / kFanOut].load(std::memory_order_acquire)->blocks[n % kFanOut];
    }
    Record* make(std::uint64_t n) const;
    bool openFile();
    bool toDisk(std::uint64_t n);

    const std::uint64_t m_inMemory;
    const std::vector<std::string> m_folders;
    std::atomic<Directory*> m_directories[kFanOut]{};
    std::uint64_t m_made = 0;
    int m_file = -1;
    bool m_mayUseDisk = true;
    std::atomic<std::uint64_t> m_onDisk{0};
};

} // namespace loopscope
