#include "runtime/stream/Collector.h"

#include "runtime/stream/OpenSlices.h"
#include "runtime/stream/Packed.h"

#include <algorithm>
#include <limits>
#include <pthread.h>
#include <signal.h>
#include <utility>

namespace loopscope {

namespace {

using namespace std::chrono_literals;

// A ring of 2^22 records lasts for 60 ms at the highest speed seen; the rest is for a machine with no core to spare.
constexpr std::chrono::microseconds kShortWait = 1ms;
constexpr std::chrono::microseconds kIdleWait = 5ms;
// What a look takes of one ring stays in the processor's cache until it is appended.
constexpr std::size_t kMostAtOnce = 1 << 14;
constexpr std::uint64_t kForever = std::numeric_limits<std::uint64_t>::max();

std::string threadName(ThreadKind kind, std::size_t earlierOfItsKind)
{
    switch (kind) {
    case ThreadKind::Loop: return std::to_string(earlierOfItsKind);
    case ThreadKind::Worker: return std::to_string(earlierOfItsKind + 1);
    case ThreadKind::Pool: return "pool-" + std::to_string(earlierOfItsKind + 1);
    case ThreadKind::Output: return "output";
    }
    return "?";
}

// Signals are the observed program's business.
void blockAllSignals()
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

} // namespace

Collector::Collector(std::shared_ptr<Recording> recording, Options options)
    : m_recording(std::move(recording)), m_options(std::move(options)), m_hasBegun(!m_options.waitsForBegin), m_thread([this] { work(); })
{
}

Collector::~Collector() { finish(); }

void Collector::begin(std::uint64_t zero)
{
    {
        std::scoped_lock lock(m_mutex);
        m_zero = zero;
        m_hasBegun = true;
    }
    m_wake.notify_all();
}

Collector::Producer Collector::addProducer(ThreadKind kind)
{
    const std::size_t capacity =
        kind == ThreadKind::Pool ? std::max<std::size_t>(m_options.ringCapacity / 16, 2) : m_options.ringCapacity;
    auto ring = std::make_unique<Ring>(capacity);
    std::scoped_lock lock(m_mutex);
    const auto threads = m_recording->threads();
    const auto earlier = std::ranges::count(threads, kind, &ThreadInfo::kind);
    Source& source = m_sources.emplace_back();
    source.ring = std::move(ring);
    source.thread = m_recording->addThread({kind, threadName(kind, static_cast<std::size_t>(earlier))});
    return {source.ring.get(), source.thread, &m_looks};
}

std::shared_ptr<Recording> Collector::recording() const
{
    std::scoped_lock lock(m_mutex);
    return m_recording;
}

void Collector::finish()
{
    {
        std::scoped_lock lock(m_mutex);
        if (m_stopping) return;
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Collector::work()
{
    blockAllSignals();
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_hasBegun || m_stopping; });
    while (!m_stopping) {
        lock.unlock();
        const auto wait = collect(false);
        m_looks.store(m_looks.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        lock.lock();
        m_wake.wait_for(lock, wait, [this] { return m_stopping; });
    }
    lock.unlock();
    while (collect(true) == 0us) {}
    tellWhatRingsNeverTold();
    m_recording->setComplete();
    if (m_options.onProgress) m_options.onProgress();
}

std::chrono::microseconds Collector::collect(bool last)
{
    std::vector<Source*> sources;
    {
        std::scoped_lock lock(m_mutex);
        for (Source& source : m_sources) sources.push_back(&source);
    }
    std::uint64_t until = last ? kForever : m_youngest;
    bool more = false;
    for (Source* source : sources) {
        if (!take(*source)) continue;
        more = true;
        until = std::min(until, source->lastTime);
    }
    std::erase_if(sources, [](const Source* s) { return s->held.empty(); });
    if (sources.empty()) return m_idleLooks++ < 50 ? kShortWait : kIdleWait;

    m_idleLooks = 0;
    const std::uint64_t before = m_recording->size();
    merge(sources, until);
    const bool grew = m_recording->size() != before;
    if (m_options.keepLast && m_recording->size() >= 2 * m_options.keepLast) letGoOfOld();
    if (grew && m_options.onProgress) m_options.onProgress();
    return more ? 0us : kShortWait;
}

bool Collector::take(Source& source)
{
    const std::size_t taken = source.ring->drain(
        [&](std::span<const Record> records) { unpack(records, source); }, kMostAtOnce);
    source.ring->prepareAhead();
    m_youngest = std::max(m_youngest, source.lastTime);
    const std::uint64_t lost = source.ring->lost();
    if (lost != source.lostSeen) m_recording->addLost(lost - source.lostSeen);
    source.lostSeen = lost;
    return taken == kMostAtOnce;
}

// In one go over the records: they are many, and each further look at them costs as much as this one.
void Collector::unpack(std::span<const Record> records, Source& source) const
{
    Record* to = source.held.room(records.size() * Packed::kMost);
    std::uint64_t last = source.lastTime;
    for (const Record& packed : records) {
        const std::uint64_t time = packed.time - std::min(packed.time, m_zero);
        last = std::max(last, time);
        Record* const end = Packed::unpack(packed, to, source.lastJob);
        for (; to != end; ++to) {
            to->time = last;
            to->thread = source.thread;
        }
        if (packed.kind == RecordKind::Lost) [[unlikely]]
            source.lostTold += packed.id;
    }
    source.lastTime = last;
    source.held.added(to);
}

// Mostly one thread is busy, and then whole runs go over at once.
void Collector::merge(std::span<Source* const> sources, std::uint64_t until)
{
    const auto timeOf = [](Source* s) { return s->held.empty() ? kForever : s->held.front().time; };
    while (true) {
        Source* first = nullptr;
        std::uint64_t firstTime = kForever, limit = kForever;
        for (Source* source : sources) {
            const std::uint64_t time = timeOf(source);
            if (time < firstTime || (!first && time != kForever)) {
                limit = firstTime;
                firstTime = time;
                first = source;
            } else {
                limit = std::min(limit, time);
            }
        }
        if (!first || firstTime > until) break;
        limit = std::min(limit, until);
        const std::span<Record> held = first->held.all();
        const auto end = std::ranges::upper_bound(held, limit, {}, &Record::time);
        const std::span<Record> ready = held.first(static_cast<std::size_t>(end - held.begin()));
        if (ready.size() > 256) {
            append(m_batch);
            m_batch.clear();
            append(ready);
        } else {
            m_batch.insert(m_batch.end(), ready.begin(), ready.end());
        }
        first->held.drop(ready.size());
    }
    append(m_batch);
    m_batch.clear();
}

void Collector::append(std::span<Record> records)
{
    for (Record& record : records) {
        if (record.time >= m_lastAppended) {
            m_lastAppended = record.time;
            continue;
        }
        record.time = m_lastAppended;
    }
    std::size_t room = records.size();
    if (m_options.maxRecords) {
        const std::uint64_t size = m_recording->size();
        room = static_cast<std::size_t>(
            std::min<std::uint64_t>(room, m_options.maxRecords - std::min(size, m_options.maxRecords)));
    }
    m_recording->append(records.first(room));
    if (room == records.size()) return;
    appendAfterLimit(records.subspan(room));
    if (!std::exchange(m_limitReached, true) && m_options.onLimit) m_options.onLimit();
}

// Readers may be anywhere in the recording: it stays whole for as long as they hold it, and its last part goes on in another.
void Collector::letGoOfOld()
{
    const Recording& old = *m_recording;
    const std::uint64_t size = old.size(), first = size - m_options.keepLast;
    std::uint64_t events = 0, gone = 0; // let go now; in all, with those that were lost among them
    OpenSlices open;
    for (std::uint64_t at = 0; at < first;) {
        const auto records = old.run(at, first);
        for (const Record& record : records) {
            const bool isEvent = at++ >= old.carried() && record.kind != RecordKind::Lost;
            events += isEvent;
            gone += record.kind == RecordKind::Lost ? record.id : isEvent;
        }
        open.note(records);
    }
    auto next = std::make_shared<Recording>(old.info(), old.sharedDictionary());
    const std::uint64_t time = old.at(first).time;
    std::vector<Record> carried{{.time = time, .id = gone, .kind = RecordKind::Lost}};
    for (Record record : open.records()) {
        record.time = time;
        carried.push_back(record);
    }
    next->append(carried);
    next->setOrigin(old.origin() + first - old.carried(), carried.size());
    for (std::uint64_t at = first; at < size;) {
        const auto records = old.run(at, size);
        next->append(records);
        at += records.size();
    }
    next->addLost(old.lost() + events);
    std::scoped_lock lock(m_mutex);
    for (const ThreadInfo& thread : old.threads()) next->addThread(thread);
    m_recording = std::move(next);
}

void Collector::appendAfterLimit(std::span<const Record> records)
{
    std::uint64_t dropped = 0;
    for (const Record& record : records) {
        if (record.kind != RecordKind::Exit) {
            ++dropped;
            continue;
        }
        const Record lost{.time = record.time, .id = m_dropped + dropped, .thread = record.thread, .kind = RecordKind::Lost};
        const Record both[] = {lost, record};
        m_recording->append(lost.id ? std::span(both) : std::span(both).last(1));
        m_recording->addLost(dropped);
        m_dropped = dropped = 0;
    }
    m_recording->addLost(dropped);
    m_dropped += dropped;
}

// What was dropped last, with no later record behind it.
void Collector::tellWhatRingsNeverTold()
{
    std::vector<Record> records;
    for (const Source& source : m_sources)
        if (source.lostSeen > source.lostTold)
            records.push_back({.time = m_lastAppended,
                               .id = source.lostSeen - source.lostTold,
                               .thread = source.thread,
                               .kind = RecordKind::Lost});
    if (m_dropped) records.push_back({.time = m_lastAppended, .id = m_dropped, .kind = RecordKind::Lost});
    m_recording->append(records);
}

} // namespace loopscope
