#pragma once

#include "runtime/probes/OutputTap.h"
#include "runtime/probes/RunClock.h"
#include "runtime/stream/Collector.h"

#include <array>
#include <atomic>
#include <mutex>
#include <string>
#include <thread>

namespace loopscope {

class Terminal;

/// Moves bytes between a run's terminal and the window: what arrives becomes Stdout and Stderr records, what is typed
/// is handed on as the terminal takes it.
///
/// Thread: of its own; settle() on any thread of the program, writeInput() and closeInput() on any.
/// Lifetime: owned by the run; terminal and collector outlive it.
class TerminalReader : public OutputTap
{
public:
    TerminalReader(Terminal& terminal, Collector& collector);
    ~TerminalReader() override;

    /// The program begins now, by this clock, which outlives the reader. What was written before has time 0.
    void begin(const RunClock& clock) { m_clock.store(&clock, std::memory_order_release); }
    /// Reads to the end of what the program wrote, and ends the thread. The program must be over.
    void finish();
    bool writeInput(std::string_view bytes);
    void closeInput();

    int streamOf(int fd) const noexcept override;
    void settle() noexcept override;
    bool swallows() const noexcept override { return true; }

private:
    struct Stream {
        int master = -1;
        RecordKind kind = RecordKind::None;
        std::string pending;  // an incomplete UTF-8 sequence, or perhaps the beginning of the end mark
        bool ended = false;
    };
    void work();
    /// Reads what is there; the caller holds m_readMutex.
    void read(Stream&);
    void record(Stream&, bool last);
    void flushInput();
    void wake() const;

    Terminal& m_terminal;
    Dictionary& m_dictionary;
    std::atomic<const RunClock*> m_clock = nullptr;
    const std::string m_endMark;
    std::mutex m_readMutex;           // guards the next two: reader's thread and settle()
    const Collector::Producer m_producer;
    std::array<Stream, 2> m_streams;
    std::mutex m_inputMutex;          // guards the next two
    std::string m_input;
    bool m_inputClosed = false;
    bool m_lineStarted = false;
    std::atomic<bool> m_finishing{false};
    int m_wake = -1;                  // eventfd
    std::thread m_thread;
};

} // namespace loopscope
