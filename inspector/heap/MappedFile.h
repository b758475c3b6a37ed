#pragma once

#include "inspector/heap/SnapshotError.h"
#include "inspector/heap/SnapshotText.h"

#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace loopscope::heap
{

/// A file, mapped to be read. Nobody may shorten the file meanwhile: the system has no other answer to that than a
/// signal. Belongs to whoever opened it; any thread.
class MappedFile final : public SnapshotText
{
public:
    /// The error says what went wrong, with which file.
    static std::variant<std::unique_ptr<MappedFile>, SnapshotError> open(const std::string& path);
    ~MappedFile() override;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    const char* data() const override { return m_data; }
    std::uint64_t waitFor(std::uint64_t) override { return m_size; }
    void release(std::uint64_t begin, std::uint64_t end) override;
    std::uint64_t longest() const override { return m_size; }

private:
    MappedFile(const char* data, std::uint64_t size) : m_data(data), m_size(size) {}

    const char* m_data;
    std::uint64_t m_size;
};

} // namespace loopscope::heap
