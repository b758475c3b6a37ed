#pragma once

#include "inspector/heap/SnapshotText.h"

#include <condition_variable>
#include <mutex>
#include <string_view>

namespace loopscope::heap
{

/// A snapshot that arrives in chunks, read while it grows. One thread appends and finishes, the reader's threads wait.
/// Takes address space for `longest` bytes at once, but memory only for what has arrived and is not yet released.
class StreamedText final : public SnapshotText
{
public:
    explicit StreamedText(std::uint64_t longest);
    ~StreamedText() override;
    StreamedText(const StreamedText&) = delete;
    StreamedText& operator=(const StreamedText&) = delete;

    /// False if the text would become longer than `longest`, or is finished, or no address space was to be had: then
    /// nothing is kept, and the reader sees a text that ends here.
    bool append(std::string_view chunk);
    /// The text is complete. Always call it, else the reader waits forever.
    void finish();

    const char* data() const override { return m_data; }
    std::uint64_t waitFor(std::uint64_t wanted) override;
    void release(std::uint64_t begin, std::uint64_t end) override;
    std::uint64_t longest() const override { return m_longest; }

private:
    char* m_data = nullptr;
    std::uint64_t m_longest;
    std::mutex m_mutex;
    std::condition_variable m_more;
    std::uint64_t m_size = 0;
    bool m_finished = false;
};

} // namespace loopscope::heap
