#pragma once

class QToolBar;

namespace loopscope {

class ActionTable;
struct Workbench;

/// The toolbar: Run, Stop, Restart; what runs the program; level of detail; theme; palette.
QToolBar* makeTopBar(const ActionTable& actions, const Workbench& bench, const class QString& target);

} // namespace loopscope
