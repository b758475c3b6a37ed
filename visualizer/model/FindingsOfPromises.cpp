#include "visualizer/model/FindingsOfPromises.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace loopscope {

FindingsOfPromises::Thread& FindingsOfPromises::thread(std::uint16_t index)
{
    if (m_threads.size() <= index) m_threads.resize(index + std::size_t{1});
    if (!m_threads[index]) m_threads[index] = std::make_unique<Thread>();
    return *m_threads[index];
}

std::uint32_t* FindingsOfPromises::slotOf(Thread& t, std::uint32_t number)
{
    const bool isKnown = number >= t.first && number - t.first < t.makings.size();
    return isKnown && t.makings[number - t.first] != 0 ? &t.makings[number - t.first] : nullptr;
}

bool FindingsOfPromises::isOpen(const Thread& t, const Rejection& r)
{
    return r.number >= t.first && r.number - t.first < t.makings.size() && t.makings[r.number - t.first] & kRejected;
}

void FindingsOfPromises::made(Thread& t, std::uint32_t number, std::uint32_t parent, std::uint64_t index)
{
    constexpr std::uint32_t kFarthest = 4096; // numbers rise by one; after a gap that no loss explains, it is another count
    if (t.makings.empty()) t.first = number;
    const std::uint64_t end = t.first + std::uint64_t{t.makings.size()};
    if (number < t.first || number > end + kFarthest || index + 1 >= kRecord) return;
    if (number >= end) t.makings.resize(number - t.first + std::size_t{1});
    t.makings[number - t.first] = static_cast<std::uint32_t>(index + 1);
    std::uint32_t* followed = parent ? slotOf(t, parent) : nullptr;
    if (followed && !(*followed & kRejected)) *followed |= kFollowed;
}

void FindingsOfPromises::promise(const Record& r, std::uint64_t index)
{
    Thread& t = thread(r.thread);
    const auto number = static_cast<std::uint32_t>(r.id);
    const PromiseState state = r.promiseState();
    t.lastTime = r.time;
    t.lastRejected = state == PromiseState::Rejected ? number : 0;
    t.mayExplain = state != PromiseState::Pending || r.value != 0;
    if (state == PromiseState::Pending) return made(t, number, r.value, index);
    std::uint32_t* slot = slotOf(t, number);
    if (!slot) return;
    if (state == PromiseState::Handled) return handled(t, number);
    if (state == PromiseState::Fulfilled || *slot & kFollowed) {
        *slot = 0;
    } else if (!(*slot & kRejected)) {
        const std::uint32_t made = (*slot & kRecord) - 1;
        *slot |= kRejected;
        t.undecided.push_back({number, index, made});
    }
}

void FindingsOfPromises::handled(Thread& t, std::uint32_t number)
{
    std::uint32_t& slot = t.makings[number - t.first];
    if (!(slot & kRejected)) return;
    slot = 0;
    if (!t.undecided.empty() && t.undecided.back().number == number) return t.undecided.pop_back();
    ++t.stale;
    if (t.open.empty()) return;
    ++m_revision;
    if (t.stale * 2 < t.open.size()) return;
    std::erase_if(t.open, [&t](const Rejection& r) { return !isOpen(t, r); });
    t.stale = 0;
}

void FindingsOfPromises::enqueued(const Record& r)
{
    if (r.thread >= m_threads.size() || !m_threads[r.thread] || m_threads[r.thread]->undecided.empty()) return;
    Thread& t = *m_threads[r.thread];
    const auto forget = [&t](const Rejection& rejection) { t.makings[rejection.number - t.first] = 0; };
    if (t.mayExplain && t.lastTime == r.time) {
        if (t.undecided.back().number != t.lastRejected) return;
        forget(t.undecided.back()); // somebody waited for it
        t.undecided.pop_back();
        return;
    }
    const std::string_view type = m_recording.dictionary().type(r.type);
    if (type != "reaction" && type != "job") return; // an await says whom it handles; the others handle nobody
    std::ranges::for_each(t.undecided, forget);
    t.undecided.clear();
}

void FindingsOfPromises::drained(std::uint16_t index)
{
    if (index >= m_threads.size() || !m_threads[index] || m_threads[index]->undecided.empty()) return;
    Thread& t = *m_threads[index];
    for (const Rejection& rejection : std::exchange(t.undecided, {})) {
        if (!isOpen(t, rejection) || t.open.size() >= kMostOpen) continue;
        t.open.push_back(rejection);
        ++m_revision;
    }
}

/// What was known of promises no longer is; what nobody had handled by then stays so.
void FindingsOfPromises::lost(std::uint16_t index, FindingList& found)
{
    if (index >= m_threads.size() || !m_threads[index]) return;
    Thread& t = *m_threads[index];
    addOpen(t, found);
    t = {};
    ++m_revision;
}

void FindingsOfPromises::exit(const Record& r, FindingList& found)
{
    if (r.thread >= m_threads.size() || !m_threads[r.thread]) return;
    if (r.exitReason() == ExitReason::Uncaught) drained(r.thread); // it may be what ended the program
    const Thread& t = *m_threads[r.thread];
    if (r.exitReason() == ExitReason::Exit) addPending(t, r, found);
    lost(r.thread, found);
}

/// None if it is Node's own, or the one that V8 makes for a whole module and never settles.
SiteId FindingsOfPromises::placeOfPending(StackId stack) const
{
    const SiteId id = ownSite(m_recording, stack);
    const Site site = m_recording.dictionary().site(id);
    return site.line == 1 && site.column == 1 ? SiteId::None : id;
}

/// What `then` made of a pending promise is pending because that is: it is counted there.
void FindingsOfPromises::addPending(const Thread& t, const Record& exit, FindingList& found) const
{
    std::unordered_map<StackId, SiteId> sites;
    std::vector<Finding> roots;
    std::unordered_map<std::uint64_t, std::size_t> rootOf; // of pending promises
    for (std::size_t i = 0; i < t.makings.size(); ++i) {
        if (t.makings[i] == 0 || t.makings[i] & kRejected) continue;
        const std::uint64_t index = (t.makings[i] & kRecord) - 1;
        const Record& made = m_recording.at(index);
        const auto [site, isNew] = sites.try_emplace(made.stack());
        if (isNew) site->second = placeOfPending(made.stack());
        if (site->second == SiteId::None) continue;
        const std::uint64_t number = t.first + i;
        if (const auto parent = rootOf.find(made.value); made.value != 0 && parent != rootOf.end()) {
            ++roots[parent->second].amount;
            rootOf.emplace(number, parent->second);
            continue;
        }
        rootOf.emplace(number, roots.size());
        roots.push_back({.kind = FindingKind::PendingPromise, .thread = exit.thread, .record = index, .time = made.time,
                         .worst = exit.time - std::min(exit.time, made.time), .id = made.id, .site = site->second});
    }
    for (const Finding& root : roots) found.add(root);
}

Finding FindingsOfPromises::findingOf(const Rejection& rejection) const
{
    const Record& record = m_recording.at(rejection.record);
    SiteId site = ownSite(m_recording, record.stack());
    if (site == SiteId::None) site = ownSite(m_recording, m_recording.at(rejection.made).stack());
    return {.kind = FindingKind::UnhandledRejection, .thread = record.thread, .record = rejection.record, .time = record.time, .id = record.id, .site = site};
}

void FindingsOfPromises::addOpen(const Thread& t, FindingList& found) const
{
    for (const Rejection& rejection : t.open) {
        if (!isOpen(t, rejection)) continue;
        const Finding finding = findingOf(rejection);
        if (finding.site != SiteId::None) found.add(finding); // else Node's own
    }
}

void FindingsOfPromises::addOpen(FindingList& found) const
{
    for (const auto& t : m_threads)
        if (t) addOpen(*t, found);
}

} // namespace loopscope
