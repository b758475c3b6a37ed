#pragma once

#include <QScrollArea>

namespace loopscope {

class ActionTable;

/// What stands in the middle while no file is open: what can be done first, as buttons with their keys. Scrolls where it has
/// little room, rather than to keep the panels below from growing.
///
/// Thread: the GUI's. Owned by the editor's stack.
class WelcomePage : public QScrollArea
{
    Q_OBJECT
public:
    explicit WelcomePage(const ActionTable& actions);
};

} // namespace loopscope
