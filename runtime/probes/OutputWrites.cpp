#include "runtime/probes/OutputWrites.h"

#include "runtime/probes/ImportPatch.h"
#include "runtime/probes/Tricks.h"

#include <sys/uio.h>

#include <cerrno>
#include <cstdio>
#include <string>

namespace loopscope {

namespace {

// What this thread writes for, and the pool thread's own ring if it is one.
struct Current {
    OutputWrites* output = nullptr;
    PoolThreads* pool = nullptr;
    PoolThreads::Thread thread;
};
thread_local __attribute__((tls_model("initial-exec"))) Current t_current;

using Write = ssize_t (*)(int, const void*, size_t);
using Writev = ssize_t (*)(int, const iovec*, int);
using Fwrite = size_t (*)(const void*, size_t, size_t, FILE*);
Write g_write = nullptr;
Writev g_writev = nullptr;
Fwrite g_fwrite = nullptr;

} // namespace

struct WriteHooks {
    static ssize_t write(int fd, const void* bytes, size_t size)
    {
        OutputWrites* const my = t_current.output;
        const int stream = my ? my->streamOf(fd) : 0;
        if (stream == 0) return g_write(fd, bytes, size);
        if (my->m_tap) my->m_tap->settle();
        const ssize_t written =
            my->m_tap && my->m_tap->swallows() ? static_cast<ssize_t>(size) : g_write(fd, bytes, size);
        const int error = errno;
        if (written > 0) my->told(stream, {static_cast<const char*>(bytes), static_cast<std::size_t>(written)});
        errno = error;
        return written;
    }

    static ssize_t writev(int fd, const iovec* pieces, int count)
    {
        OutputWrites* const my = t_current.output;
        const int stream = my ? my->streamOf(fd) : 0;
        if (stream == 0) return g_writev(fd, pieces, count);
        if (my->m_tap) my->m_tap->settle();
        std::string bytes;
        for (int i = 0; i < count; ++i)
            bytes.append(static_cast<const char*>(pieces[i].iov_base), pieces[i].iov_len);
        const ssize_t written =
            my->m_tap && my->m_tap->swallows() ? static_cast<ssize_t>(bytes.size()) : g_writev(fd, pieces, count);
        const int error = errno;
        if (written > 0) my->told(stream, std::string_view(bytes).substr(0, static_cast<std::size_t>(written)));
        errno = error;
        return written;
    }

    // Node's C++ side reports errors this way: stderr is unbuffered, the C library writes it inside of itself.
    static size_t fwrite(const void* bytes, size_t size, size_t count, FILE* file)
    {
        OutputWrites* const my = file == stderr ? t_current.output : nullptr;
        const int stream = my ? my->streamOf(2) : 0;
        if (stream == 0) return g_fwrite(bytes, size, count, file);
        if (my->m_tap) my->m_tap->settle();
        const size_t written = my->m_tap && my->m_tap->swallows() ? count : g_fwrite(bytes, size, count, file);
        my->told(stream, {static_cast<const char*>(bytes), written * size});
        return written;
    }
};

bool OutputWrites::isSupported()
{
    static const bool supported = isAllowed(Trick::Output) &&
        ImportPatch::apply("write", reinterpret_cast<void*>(&WriteHooks::write), reinterpret_cast<void**>(&g_write)) &&
        ImportPatch::apply("writev", reinterpret_cast<void*>(&WriteHooks::writev),
                           reinterpret_cast<void**>(&g_writev)) &&
        ImportPatch::apply("fwrite", reinterpret_cast<void*>(&WriteHooks::fwrite), reinterpret_cast<void**>(&g_fwrite));
    return supported;
}

OutputWrites::OutputWrites(ThreadRecorder& recorder, Dictionary& dictionary, OutputTap* tap)
    : m_recorder(recorder), m_dictionary(dictionary), m_tap(tap)
{
    if (isSupported()) t_current.output = this;
}

OutputWrites::~OutputWrites()
{
    stop();
}

void OutputWrites::stop()
{
    if (t_current.output == this) t_current = {};
}

OutputWrites::OnPoolThread::OnPoolThread(OutputWrites* output, PoolThreads& threads, const PoolThreads::Thread& thread)
{
    t_current = {output, &threads, thread};
}

OutputWrites::OnPoolThread::~OnPoolThread()
{
    t_current = {};
}

void OutputWrites::told(int stream, std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, kPiece);
        bytes.remove_prefix(piece.size());
        Record record;
        record.kind = stream == 1 ? RecordKind::Stdout : RecordKind::Stderr;
        if (m_dictionary.textBytes() > kMostText) {
            record.kind = RecordKind::Lost;
            record.id = 1;
        } else {
            record.place = static_cast<std::uint32_t>(m_dictionary.add(piece));
        }
        if (t_current.pool)
            t_current.pool->write(t_current.thread, record);
        else
            m_recorder.write(record);
    }
}

} // namespace loopscope
