#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/probes/OutputTap.h"
#include "runtime/probes/PoolThreads.h"
#include "runtime/probes/ThreadRecorder.h"

#include <sys/types.h>

#include <string_view>

namespace loopscope {

/// Writes what the program writes to its stdout and stderr, at the moment at which it does, whatever way it takes:
/// console, streams, fs.writeSync, fs.write on a pool thread.
///
/// The trick: the slots through which node calls write, writev and (for stderr) fwrite hold functions of ours. They
/// look only at threads of a watched loop, and at pool threads while they work for one. Text beyond kMostText in a run
/// is counted as lost.
///
/// Thread: made and destroyed on the loop's. Lifetime: as long as the loop's probes.
class OutputWrites
{
public:
    static constexpr std::size_t kPiece = 1 << 15;                       ///< bytes a record, at most
    static constexpr std::uint64_t kMostText = std::uint64_t{256} << 20; ///< bytes in the run's dictionary

    OutputWrites(ThreadRecorder& recorder, Dictionary& dictionary, OutputTap* tap);
    ~OutputWrites();
    OutputWrites(const OutputWrites&) = delete;
    OutputWrites& operator=(const OutputWrites&) = delete;

    static bool isSupported();
    void stop();

    /// While one exists, what the calling pool thread writes is told as that thread's.
    class OnPoolThread
    {
    public:
        OnPoolThread(OutputWrites* output, PoolThreads& threads, const PoolThreads::Thread& thread);
        ~OnPoolThread();
        OnPoolThread(const OnPoolThread&) = delete;
        OnPoolThread& operator=(const OnPoolThread&) = delete;
    };

private:
    friend struct WriteHooks;
    int streamOf(int fd) const noexcept { return m_tap ? m_tap->streamOf(fd) : fd == 1 || fd == 2 ? fd : 0; }
    void told(int stream, std::string_view bytes);

    ThreadRecorder& m_recorder;
    Dictionary& m_dictionary;
    OutputTap* const m_tap;
};

} // namespace loopscope
