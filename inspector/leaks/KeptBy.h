#pragma once

#include "inspector/leaks/Snapshot.h"

#include <cstdint>
#include <string>

namespace loopscope::heap
{

/// What keeps an object, as the program's author would name it: the variable that leads to it, the way from there, and the
/// function that sees the variable. A value; texts are UTF-8.
struct KeptBy {
    enum class Start : std::uint8_t {
        Nothing,  ///< no name was found: V8's or Node's own keep it
        Variable, ///< of a scope
        Global,
        Exports, ///< of a module
        Stack,   ///< only the function that runs just then
    };
    Start start = Start::Nothing;
    std::string name;       ///< of the variable, global or export
    std::string way;        ///< from there: "._events.tick", "[3].list"; "" if it is the variable's value itself
    std::string holder;     ///< constructor of the object where the way begins without a name
    std::string function;   ///< that sees the variable: "grow()"; "" if none is known
    SourcePlace place;      ///< of the function
    bool isNodes = false;   ///< Node's own code keeps it
    std::string kind;       ///< constructor of what the variable or global holds; "" for what is no object
    bool isListenerList = false; ///< the way leads through an emitter's listeners

    /// The last name on the way: what a line that changes it would mention.
    std::string lastName() const;
};

/// Along the shortest way to the root. Const and without memory: any thread.
KeptBy keptBy(const Snapshot& snapshot, std::uint32_t node);

/// The function as people name it, "grow()"; "" for one without a name.
std::string functionName(const HeapGraph& graph, std::uint32_t closure);

/// A function that holds this scope: one of the program's with a name if there is one; nodeCount() if none holds it.
std::uint32_t functionOfScope(const Snapshot& snapshot, std::uint32_t context);

} // namespace loopscope::heap
