#pragma once

namespace loopscope {

class ActionTable;
struct Workbench;

// The actions of the window, one function a menu. `bench` outlives the table. Thread: the GUI's.
void addFileMenu(ActionTable& actions, const Workbench& bench);
void addEditMenu(ActionTable& actions, const Workbench& bench);
void addRunMenu(ActionTable& actions, const Workbench& bench);
void addDebugMenu(ActionTable& actions, const Workbench& bench);
void addTimeMenu(ActionTable& actions, const Workbench& bench);
void addViewMenu(ActionTable& actions, const Workbench& bench);
void addGoMenu(ActionTable& actions, const Workbench& bench);
void addHelpMenu(ActionTable& actions, const Workbench& bench);

} // namespace loopscope
