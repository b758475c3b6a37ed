#include "app/memory/SnapshotTaking.h"

#include "app/memory/HeapReading.h"

#include <utility>

namespace loopscope {

namespace {

constexpr double kStep = 0.01; ///< of the work, that is worth telling

} // namespace

SnapshotTaking::SnapshotTaking(QString path_, QString name_, int run_) : path(std::move(path_)), name(std::move(name_)), run(run_), m_text(memoryForHeaps()) {}

void SnapshotTaking::cancel()
{
    m_isCancelled = true;
    m_text.finish();
}

bool SnapshotTaking::progressed(double part)
{
    if (m_part < 0) m_begin = m_end = Clock::now();
    if (m_part < 0 || part - m_part >= kStep) {
        m_part = part;
        emit moved();
    }
    return !m_isCancelled;
}

bool SnapshotTaking::wrote(std::string_view text)
{
    // A text that is too long for this machine ends here; its reader says so, and the file is written all the same.
    m_text.append(text);
    if (!std::exchange(m_hasText, true)) emit textBegan();
    return !m_isCancelled;
}

void SnapshotTaking::wroteAll()
{
    m_end = Clock::now();
    m_text.finish();
}

void SnapshotTaking::ended(const std::string& problem)
{
    m_text.finish();
    emit over(QString::fromStdString(problem));
}

} // namespace loopscope
