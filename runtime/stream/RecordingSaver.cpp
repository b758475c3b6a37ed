#include "runtime/stream/RecordingSaver.h"

#include "runtime/stream/RecordingWriter.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

namespace loopscope {

namespace {

constexpr auto kPause = std::chrono::milliseconds(300);

// Signals, and the processor's time, are the observed program's.
void stepBack()
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 5); // on Linux of this thread alone
}

} // namespace

RecordingSaver::RecordingSaver(std::shared_ptr<const Recording> recording, std::string path, OutputFile::Appears appears)
    : m_recording(std::move(recording)), m_path(std::move(path)), m_appears(appears), m_thread([this] { work(); })
{
}

RecordingSaver::~RecordingSaver()
{
    finish();
    if (m_thread.joinable()) m_thread.join();
}

bool RecordingSaver::finish()
{
    {
        std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable()) m_thread.join();
    return m_finished;
}

std::string RecordingSaver::error() const
{
    std::scoped_lock lock(m_mutex);
    return m_error;
}

void RecordingSaver::work()
{
    stepBack();
    RecordingWriter writer(m_path, m_appears);
    bool stopping = false, complete = false;
    while (writer.error().empty() && !stopping && !complete) {
        {
            std::unique_lock lock(m_mutex);
            if (!m_recording->isComplete()) m_wake.wait_for(lock, kPause, [this] { return m_stopping; });
            stopping = m_stopping;
        }
        complete = m_recording->isComplete();
        if (complete)
            writer.finish(*m_recording);
        else
            writer.update(*m_recording);
    }
    std::scoped_lock lock(m_mutex);
    m_error = writer.error();
    m_finished = complete && m_error.empty();
}

} // namespace loopscope
