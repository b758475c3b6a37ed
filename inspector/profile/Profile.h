#pragma once

#include <QHashFunctions>
#include <QString>

#include <cstdint>
#include <span>
#include <vector>

namespace loopscope::profile {

/// What was measured: time in ns, or bytes.
enum class Kind : std::uint8_t { Cpu, Allocations };

/// A function, or one of V8's own entries in round brackets: "(program)", "(idle)", "(garbage collector)".
struct Function {
    QString name; ///< "(anonymous)" for one without
    QString url;  ///< of its script, as V8 tells it: a path, "file://…", "node:…"; "" for what has none
    int line = 0, column = 0; ///< where it begins, from 1 on; 0 where nobody knows

    bool isV8s() const { return url.isEmpty() && name.startsWith(u'('); }
    bool isNodes() const { return url.startsWith(QLatin1String("node:")); }
    /// Of a script on this machine; "" for others.
    QString path() const;
    bool operator==(const Function&) const = default;
};

size_t qHash(const Function& function, size_t seed = 0);

/// A call stack, as its innermost frame and the stack below it.
struct Node {
    std::uint32_t function = 0;
    std::uint32_t parent = 0;
    bool operator==(const Node&) const = default;
};

/// What was on the stack from `time` until the next sample's.
struct Sample {
    std::int64_t time = 0; ///< ns since the profile began
    std::uint32_t node = 0;
};

/// A profile of V8's, CPU or allocations, whatever its file looked like. Does not change once read; any thread.
class Profile
{
public:
    Kind kind = Kind::Cpu;
    std::vector<Function> functions;
    std::vector<Node> nodes; ///< the first is the root; each stands after its parent
    std::int64_t begin = 0;  ///< ns of V8's monotonic clock (CLOCK_MONOTONIC in Node on Linux)
    std::int64_t length = 0; ///< ns; 0 for allocations
    std::vector<Sample> samples; ///< by time; none for allocations
    std::vector<std::int64_t> bytes; ///< of allocations, by node: what its own frame allocated

    const Function& functionOf(std::uint32_t node) const { return functions[nodes[node].function]; }
    /// Stacks that are one frame higher.
    std::span<const std::uint32_t> children(std::uint32_t node) const;
    /// When the sample's successor was taken, ns since the beginning.
    std::int64_t endOf(std::size_t sample) const { return sample + 1 < samples.size() ? samples[sample + 1].time : length; }
    /// Makes children() right, after `nodes` are complete.
    void join();

private:
    std::vector<std::uint32_t> m_firstChild, m_children;
};

} // namespace loopscope::profile
