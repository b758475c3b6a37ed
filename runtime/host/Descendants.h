#pragma once

#include <sys/types.h>

namespace loopscope {

/// Kills (SIGKILL) every process that a thread of this process has started, and all that those started. The whole tree
/// is listed before the first is killed: a child whose parent dies first would not be found any more.
///
/// `spared` is a thread whose own children stay alive: the window's.
/// Returns how many were killed. Thread: any.
int killDescendants(pid_t spared);

/// Waits for the children of all threads but `spared`, which have been killed and whose loops are gone.
void reapChildren(pid_t spared);

} // namespace loopscope
