#pragma once

#include <string>
#include <string_view>

#include <v8.h>

namespace loopscope {

/// The part of the debugger that runs in child processes (agent.cjs and what it needs), and what gives it to them.
///
/// Thread: preload() on the loop's, with isolate and context entered; the others any.
class ChildAgent
{
public:
    /// Has the children that this thread of the program starts ask the debugger at `address`, a local socket, to debug them. What the
    /// program sees of its environment stays. `require`: Node's internal one, before any code of the user's.
    static void preload(v8::Local<v8::Context> context, v8::Local<v8::Object> process, v8::Local<v8::Function> require, std::string_view address);
    /// Variables with which a node of its own process asks the same, added to `nodeOptions`, the NODE_OPTIONS that it would have had.
    static std::string optionsWithAgent(std::string_view nodeOptions);
    static constexpr const char* kAddressVariable = "LOOPSCOPE_CHILD";

    /// Where the scripts lie, beside the node that carries us; "" if they cannot be found.
    static std::string folder();
};

} // namespace loopscope
