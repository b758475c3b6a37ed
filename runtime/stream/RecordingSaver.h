#pragma once

#include "runtime/stream/OutputFile.h"
#include "runtime/stream/Recording.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace loopscope {

/// Saves a recording in the background while it grows, so that a session which crashes leaves a readable file.
/// What is recorded is on disk a third of a second later; once the recording is complete, so is the file.
///
/// Thread: any for every call; it writes on one of its own, at low priority and with all signals blocked.
/// Lifetime: destroyed before the recording is complete, it writes what is there and leaves an unfinished file (or
/// none, if it was to appear whole).
class RecordingSaver
{
public:
    RecordingSaver(std::shared_ptr<const Recording> recording, std::string path,
                   OutputFile::Appears appears = OutputFile::Appears::AtOnce);
    ~RecordingSaver();
    RecordingSaver(const RecordingSaver&) = delete;
    RecordingSaver& operator=(const RecordingSaver&) = delete;

    /// Waits until the complete recording is in its file; false if something went wrong, or if it is not complete.
    bool finish();
    /// One sentence that names the file; empty while all is well. After an error nothing more is written.
    std::string error() const;

private:
    void work();

    const std::shared_ptr<const Recording> m_recording;
    const std::string m_path;
    const OutputFile::Appears m_appears;
    mutable std::mutex m_mutex; // guards what follows
    std::condition_variable m_wake;
    bool m_stopping = false;
    bool m_finished = false;
    std::string m_error;
    std::thread m_thread;
};

} // namespace loopscope
