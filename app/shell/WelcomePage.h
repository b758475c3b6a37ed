#pragma once

#include <QWidget>

namespace loopscope {

class ActionTable;

/// What stands in the middle while no file is open: what can be done first, as buttons with their keys.
///
/// Thread: the GUI's. Owned by the editor's stack.
class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomePage(const ActionTable& actions);
};

} // namespace loopscope
