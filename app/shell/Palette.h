#pragma once

namespace loopscope {

class ActionTable;
class Chooser;
struct Workbench;

/// The command palette: every action of the window, with its key.
Chooser* openPalette(const ActionTable& actions, const Workbench& bench);
/// Quick open: the files of the folder and the open tabs.
Chooser* openQuickOpen(const Workbench& bench);

} // namespace loopscope
