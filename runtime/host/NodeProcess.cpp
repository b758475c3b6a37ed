#include "runtime/host/NodeProcess.h"

namespace loopscope {

namespace {

node::MultiIsolatePlatform* s_platform = nullptr;

std::vector<std::string> apply(const std::vector<std::string>& options, node::OptionEnvvarSettings settings)
{
    if (options.empty()) return {};
    std::vector<std::string> arguments{"node"}, taken, errors;
    arguments.insert(arguments.end(), options.begin(), options.end());
    node::ProcessGlobalArgs(&arguments, &taken, &errors, settings);
    return errors;
}

} // namespace

void NodeProcess::attach(node::Environment* carrier)
{
    s_platform = node::GetMultiIsolatePlatform(carrier);
}

node::MultiIsolatePlatform* NodeProcess::platform()
{
    return s_platform;
}

const node::EmbedderSnapshotData* NodeProcess::snapshot()
{
    static const node::EmbedderSnapshotData::Pointer s_snapshot = node::EmbedderSnapshotData::BuiltinSnapshotData();
    return s_snapshot.get();
}

void NodeProcess::limitHeap(std::uint32_t megabytes)
{
    static std::uint32_t s_limit = 0;
    if (megabytes == s_limit) return; // a command line that says more stays in force
    s_limit = megabytes;
    v8::V8::SetFlagsFromString(("--max-old-space-size=" + std::to_string(megabytes)).c_str());
}

std::vector<std::string> NodeProcess::applyOptions(const std::vector<std::string>& options)
{
    return apply(options, node::kDisallowedInEnvvar);
}

std::vector<std::string> NodeProcess::applyVariableOptions(const std::vector<std::string>& options)
{
    return apply(options, node::kAllowedInEnvvar);
}

} // namespace loopscope
