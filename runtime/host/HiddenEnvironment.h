#pragma once

// Variables that are meant for the user's program must not be obeyed by the node executable that carries us: a
// NODE_OPTIONS=--require would run twice, an IPC channel would be taken by the wrong environment. The launcher renames
// them, the module renames them back, in place, so that even their order in the environment stays as it was.

namespace loopscope {

/// Renames NODE_OPTIONS and its like in this process's environment. For the launcher, before it executes node.
void hideNodeVariables();

/// Undoes hideNodeVariables(). For the module, before any program runs. Main thread, no other reader of the environment.
void restoreNodeVariables();

} // namespace loopscope
