#pragma once

#include <string>
#include <string_view>

namespace loopscope {

/// A file that appears whole or not at all: written beside its place under the name with ".part" behind it, and moved
/// there by commit(). Or one that stands in its place from the beginning and grows.
///
/// Thread: one. Lifetime: without commit() the partial file is removed; if the process is killed, it stays.
class OutputFile
{
public:
    enum class Appears { WhenWhole, AtOnce };

    OutputFile(std::string path, Appears appears);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    /// All of the bytes, in one call of the system if it takes them. False once anything failed.
    bool write(std::string_view bytes);
    bool commit();
    /// One sentence that names the file and what went wrong; empty if nothing did.
    const std::string& error() const { return m_error; }
    const std::string& path() const { return m_path; }

private:
    bool fail(std::string_view doing);

    const std::string m_path;
    const std::string m_workPath;
    int m_file = -1;
    bool m_committed = false;
    std::string m_error;
};

} // namespace loopscope
