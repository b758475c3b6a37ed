#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <node.h>

namespace loopscope {

/// What the node executable that carries us has once per process.
///
/// Thread: attach() on the main thread before anything else; the rest from any thread.
/// Lifetime: static; lives as long as the process.
class NodeProcess
{
public:
    /// `carrier` is the environment that loaded the module.
    static void attach(node::Environment* carrier);

    static node::MultiIsolatePlatform* platform();
    /// Node's built-in start-up snapshot: an environment from it is there in a quarter of the time.
    static const node::EmbedderSnapshotData* snapshot();

    /// The largest old generation that isolates made from now on may have, MB; 0 for V8's own choice.
    static void limitHeap(std::uint32_t megabytes);

    /// Gives options to the environments made from now on, as `node OPTIONS` would take them, and those of V8 to the
    /// whole process. What is wrong with them is returned, worded by node; empty if all is well.
    static std::vector<std::string> applyOptions(const std::vector<std::string>& options);
    /// The same for the words of NODE_OPTIONS, of which fewer are allowed.
    static std::vector<std::string> applyVariableOptions(const std::vector<std::string>& options);
};

} // namespace loopscope
