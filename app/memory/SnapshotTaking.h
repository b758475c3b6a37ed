#pragma once

#include "inspector/heap/StreamedText.h"
#include "runtime/host/HeapSnapshotFollower.h"

#include <QObject>

#include <atomic>
#include <chrono>

namespace loopscope {

/// One heap snapshot on its way from the program: how far it is, its text as V8 writes it, and a way to give it up.
///
/// Thread: the program's follows, the GUI's looks and cancels, a job's reads text(). Shared by the three. Signals come from the program's thread.
class SnapshotTaking final : public QObject, public HeapSnapshotFollower
{
    Q_OBJECT
public:
    using Clock = std::chrono::steady_clock;

    SnapshotTaking(QString path, QString name, int run);

    const QString path, name;
    const int run; ///< of the program, as HeapFile::run

    void cancel();
    bool isCancelled() const { return m_isCancelled; }
    /// V8's work that is done, 0 to 1; below 0 before it begins.
    double part() const { return m_part; }
    heap::StreamedText& text() { return m_text; }
    /// What V8 took, and the end of it; once ended() came.
    Clock::duration taken() const { return m_end - m_begin; }
    Clock::time_point end() const { return m_end; }

    bool progressed(double part) override;
    bool wrote(std::string_view text) override;
    void wroteAll() override;
    void ended(const std::string& problem) override;

signals:
    void moved();     ///< part() is another
    void textBegan(); ///< somebody should read text() now
    void over(const QString& problem);

private:
    std::atomic<bool> m_isCancelled = false;
    std::atomic<double> m_part = -1;
    heap::StreamedText m_text;
    bool m_hasText = false; // of the program's thread, as what follows
    Clock::time_point m_begin, m_end;
};

} // namespace loopscope
