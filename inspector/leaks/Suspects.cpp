#include "inspector/leaks/Suspects.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace loopscope::heap
{

namespace
{

// How much must have come for two snapshots, and in each step for several: a program that only works gives a few of each.
constexpr std::int64_t leastObjects = 20;
constexpr std::int64_t leastObjectsInStep = 8;
constexpr std::int64_t manyBytes = 192 << 10; ///< of few objects
constexpr std::int64_t leastBytesInStep = 48 << 10;

/// Growth of all containers that people would call the same.
struct Folded {
    Growth growth; ///< of the greatest; counts and bytes of all
    KeptBy kept;
    std::int64_t greatest = -1;
    std::uint32_t containers = 0;
};
using Step = std::map<std::string, Folded>;

/// "a[3].b[17]" and "a[4].b[2]" are the same.
std::string withoutIndices(std::string_view way)
{
    std::string result;
    bool isInside = false;
    for (const char c : way) {
        if (c == ']') isInside = false;
        if (!isInside) result += c;
        if (c == '[') isInside = true;
    }
    return result;
}

bool isTimers(const Snapshot& snapshot, const Growth& growth)
{
    const std::string_view name = snapshot.graph.rawName(growth.container);
    return name == "Timeout" || name == "TimersList" || name == "Immediate" || name == "ImmediateList";
}

Step stepBetween(const Snapshot& before, const Snapshot& after)
{
    Step result;
    for (Growth& growth : growthBetween(before, after)) {
        if (growth.count() < 1 && growth.bytes() < 4096) continue;
        KeptBy kept = keptBy(after, growth.named);
        if (kept.start == KeptBy::Start::Stack) continue;
        std::string key = isTimers(after, growth) ? "timers" : kept.name + '|' + withoutIndices(kept.way) + '|' + kept.place.script + '|' + kept.function + '|';
        if (kept.start == KeptBy::Start::Nothing) key += kept.holder;
        if (kept.start == KeptBy::Start::Nothing || kept.name.empty() || kept.isNodes) key += '|' + growth.part;
        Folded& folded = result[key];
        ++folded.containers;
        const bool isGreatest = growth.bytes() > folded.greatest;
        if (isGreatest) folded.greatest = growth.bytes();
        Growth sum = isGreatest ? growth : folded.growth;
        if (folded.containers > 1) {
            sum.added = folded.growth.added + growth.added;
            sum.deleted = folded.growth.deleted + growth.deleted;
            sum.addedBytes = folded.growth.addedBytes + growth.addedBytes;
            sum.deletedBytes = folded.growth.deletedBytes + growth.deletedBytes;
            const auto& others = isGreatest ? folded.growth.entries : growth.entries;
            if (sum.entries.size() < 20'000) sum.entries.insert(sum.entries.end(), others.begin(), others.end());
        }
        folded.growth = std::move(sum);
        if (isGreatest) folded.kept = std::move(kept);
    }
    return result;
}

bool isNotChurn(const Growth& growth)
{
    return growth.bytes() > 0 && growth.count() * 4 >= std::int64_t(growth.added);
}

/// Few objects, but one of them is longer each time.
bool growsInBytes(const Growth& growth)
{
    return growth.count() >= 0 && growth.bytes() >= manyBytes && growth.bytes() * 4 >= std::int64_t(growth.addedBytes);
}

bool growsEnough(const Snapshot& after, const Growth& growth)
{
    if (growsInBytes(growth)) return true;
    if (!isNotChurn(growth) || growth.count() < leastObjects) return false;
    // A great many that are there already may be a few more or less.
    return growth.count() * 50 >= std::int64_t(after.analysis.dominators.dominated(growth.container).size());
}

/// Whether it grew in a step about as in the one after it, or as in that before.
bool growsAgain(const Growth& earlier, const Growth& later)
{
    const bool inNumber = earlier.count() >= leastObjectsInStep && later.count() >= leastObjectsInStep &&
                          later.count() * 3 >= earlier.count() && isNotChurn(later);
    const bool inBytes = earlier.bytes() >= leastBytesInStep && later.bytes() >= leastBytesInStep && later.bytes() * 3 >= earlier.bytes();
    return inNumber || inBytes;
}

/// What Node or V8 keeps is a suspect only if it leads to the program.
bool isOfProgram(const Suspect& suspect, const HeapGraph& graph)
{
    const KeptBy& kept = suspect.kept;
    const bool isNamed = kept.start != KeptBy::Start::Nothing && !kept.isNodes && kept.name != "exports";
    if (isNamed || (kept.start == KeptBy::Start::Exports && !kept.place.isNodes())) return true;
    if (suspect.cause == Cause::Contexts) return true;
    return suspect.contents.closure != graph.nodeCount() && (suspect.cause <= Cause::Closures);
}

Suspect suspectOf(const Snapshot& after, const IdSet& known, const Folded& folded)
{
    Suspect suspect;
    suspect.kept = folded.kept;
    suspect.container = folded.growth.container;
    suspect.containers = folded.containers;
    suspect.contents = contentsOf(after, known, folded.growth.entries);
    suspect.cause = causeOf(after, folded.growth, suspect.contents, suspect.kept);
    suspect.count = folded.growth.count();
    suspect.bytes = folded.growth.bytes();
    suspect.place = suspect.kept.isNodes ? SourcePlace() : suspect.kept.place;
    suspect.function = suspect.kept.isNodes ? std::string() : suspect.kept.function;
    const bool isMadeByFunction = suspect.cause <= Cause::Closures && suspect.contents.closure != after.graph.nodeCount();
    if (isMadeByFunction) {
        suspect.isMade = true;
        suspect.place = after.scripts.placeOf(after.graph, suspect.contents.closure);
        suspect.function = functionName(after.graph, suspect.contents.closure);
    }
    return suspect;
}

/// How many more of a class there are than there were.
std::int64_t moreOf(const Snapshot& first, const Snapshot& last, std::uint32_t heapClass)
{
    const auto countOf = [](const Snapshot& snapshot, const std::string& key) {
        std::int64_t count = 0;
        for (const ClassRow& row : snapshot.analysis.summary)
            if (snapshot.analysis.classes.classes()[row.heapClass].key() == key) count += row.count;
        return count;
    };
    const std::string key = last.analysis.classes.classes()[heapClass].key();
    return countOf(last, key) - countOf(first, key);
}

} // namespace

std::vector<Suspect> findSuspects(std::span<const Snapshot> snapshots, std::size_t most)
{
    std::vector<Suspect> suspects;
    if (snapshots.size() < 2) return suspects;
    std::vector<Step> steps;
    for (std::size_t i = 1; i < snapshots.size(); ++i)
        steps.push_back(stepBetween(snapshots[i - 1], snapshots[i]));
    const Snapshot& last = snapshots.back();
    const IdSet known(snapshots[snapshots.size() - 2].graph);
    for (const auto& [key, folded] : steps.back()) {
        bool grows = steps.size() > 1 || growsEnough(last, folded.growth);
        std::int64_t count = 0;
        std::int64_t bytes = 0;
        for (std::size_t i = 0; i + 1 < steps.size() && grows; ++i) {
            const auto before = steps[i].find(key);
            const auto after = steps[i + 1].find(key);
            grows = before != steps[i].end() && after != steps[i + 1].end() && growsAgain(before->second.growth, after->second.growth);
            if (!grows) break;
            count += before->second.growth.count();
            bytes += before->second.growth.bytes();
        }
        if (!grows) continue;
        Suspect suspect = suspectOf(last, known, folded);
        suspect.count += count;
        suspect.bytes += bytes;
        suspect.ofClass = suspect.contents.ofClass;
        if (suspect.contents.objects > 0) {
            const std::int64_t more = moreOf(snapshots.front(), last, suspect.contents.heapClass);
            if (more > 0) suspect.ofClass = std::min(more, suspect.ofClass * std::int64_t(steps.size()));
        }
        suspect.steps = static_cast<std::uint32_t>(steps.size());
        if (isOfProgram(suspect, last.graph)) suspects.push_back(std::move(suspect));
    }
    std::sort(suspects.begin(), suspects.end(), [](const Suspect& a, const Suspect& b) { return a.bytes > b.bytes; });
    if (suspects.size() > most) suspects.resize(most);
    return suspects;
}

} // namespace loopscope::heap
