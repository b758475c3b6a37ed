#include "runtime/host/TerminalReader.h"

#include "runtime/host/Terminal.h"

#include <cerrno>
#include <poll.h>
#include <pthread.h>
#include <random>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace loopscope {

namespace {

constexpr char kEndOfInput = '\x04'; // what Ctrl+D types

std::string makeEndMark()
{
    std::random_device random;
    return '\0' + std::string("loopscope-end-") + std::to_string(random()) + std::to_string(random()) + '\0';
}

/// How many bytes at the end of the text begin a UTF-8 sequence that is not complete yet.
std::size_t incompleteTail(std::string_view text)
{
    for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0) == 0x80) continue;
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return length > back ? back : 0;
    }
    return 0;
}

} // namespace

TerminalReader::TerminalReader(Terminal& terminal, Collector& collector)
    : m_terminal(terminal), m_dictionary(*collector.recording()->sharedDictionary()), m_endMark(makeEndMark()),
      m_producer(collector.addProducer(ThreadKind::Output)), m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    m_streams[0].master = terminal.outputMaster();
    m_streams[0].kind = RecordKind::Stdout;
    m_streams[1].master = terminal.errorMaster();
    m_streams[1].kind = RecordKind::Stderr;
    m_thread = std::thread([this] { work(); });
}

TerminalReader::~TerminalReader()
{
    finish();
    close(m_wake);
}

void TerminalReader::finish()
{
    if (!m_thread.joinable()) return;
    // Bytes reach the other side of a pseudo-terminal a moment after write() returned; a mark behind them tells when all are there.
    m_finishing = true;
    wake();
    m_terminal.writeMark(m_endMark);
    m_thread.join();
}

int TerminalReader::streamOf(int fd) const noexcept
{
    return m_terminal.streamOf(fd);
}

void TerminalReader::settle() noexcept
{
    for (Stream& stream : m_streams) {
        int waiting = 0;
        if (ioctl(stream.master, FIONREAD, &waiting) != 0 || waiting == 0) continue;
        std::scoped_lock lock(m_readMutex);
        read(stream);
    }
}

bool TerminalReader::writeInput(std::string_view bytes)
{
    if (bytes.empty()) return true;
    {
        std::scoped_lock lock(m_inputMutex);
        if (m_inputClosed || m_finishing) return false;
        m_input += bytes;
        m_lineStarted = bytes.back() != '\n';
    }
    wake();
    return true;
}

void TerminalReader::closeInput()
{
    {
        std::scoped_lock lock(m_inputMutex);
        if (std::exchange(m_inputClosed, true)) return;
        // The first ends a line that was begun, the second says that nothing follows.
        m_input.append(m_lineStarted ? 2 : 1, kEndOfInput);
    }
    wake();
}

void TerminalReader::work()
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr); // signals are the program's business
    while (!m_streams[0].ended || !m_streams[1].ended) {
        short inputEvent = 0;
        {
            std::scoped_lock lock(m_inputMutex);
            if (!m_input.empty()) inputEvent = POLLOUT;
        }
        pollfd fds[3] = {{m_streams[0].ended ? -1 : m_streams[0].master, static_cast<short>(POLLIN | inputEvent), 0},
                         {m_streams[1].ended ? -1 : m_streams[1].master, POLLIN, 0},
                         {m_wake, POLLIN, 0}};
        if (poll(fds, 3, -1) < 0 && errno != EINTR) break;
        if (fds[2].revents) {
            std::uint64_t count;
            static_cast<void>(::read(m_wake, &count, sizeof count));
        }
        if (fds[0].revents & POLLOUT) flushInput();
        for (int i = 0; i < 2; ++i) {
            if (!(fds[i].revents & ~POLLOUT)) continue;
            std::scoped_lock lock(m_readMutex);
            read(m_streams[i]);
        }
    }
}

void TerminalReader::read(Stream& stream)
{
    char buffer[16384];
    while (!stream.ended) {
        const ssize_t n = ::read(stream.master, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) break;
        if (n <= 0) {
            stream.ended = true;
            break;
        }
        stream.pending.append(buffer, static_cast<std::size_t>(n));
        if (const std::size_t mark = stream.pending.find(m_endMark); mark != std::string::npos) {
            stream.pending.resize(mark);
            stream.ended = true;
        }
        record(stream, stream.ended);
    }
    if (stream.ended) record(stream, true);
}

void TerminalReader::record(Stream& stream, bool last)
{
    std::size_t keep = 0;
    if (!last) {
        keep = incompleteTail(stream.pending);
        if (m_finishing) {
            const std::size_t zero = stream.pending.rfind('\0');
            if (zero != std::string::npos && m_endMark.starts_with(std::string_view(stream.pending).substr(zero)))
                keep = stream.pending.size() - zero;
        }
    }
    const std::size_t size = stream.pending.size() - keep;
    if (size == 0) return;
    const TextId text = m_dictionary.add(std::string_view(stream.pending).substr(0, size));
    const RunClock* const clock = m_clock.load(std::memory_order_acquire);
    m_producer.ring->push({.time = clock ? clock->now() : 0, .place = static_cast<std::uint32_t>(text), .kind = stream.kind});
    stream.pending.erase(0, size);
}

void TerminalReader::flushInput()
{
    std::scoped_lock lock(m_inputMutex);
    const ssize_t n = write(m_streams[0].master, m_input.data(), m_input.size());
    if (n > 0) m_input.erase(0, static_cast<std::size_t>(n));
}

void TerminalReader::wake() const
{
    const std::uint64_t one = 1;
    static_cast<void>(::write(m_wake, &one, sizeof one));
}

} // namespace loopscope
