#pragma once

#include <QFrame>
#include <QStringList>

namespace loopscope {

struct Theme;

/// The facts behind the Stage's sentence, as a card above it. Escape, a click elsewhere, or any step ends it.
///
/// Thread: the GUI's. Deletes itself when it is closed.
class FactsPopup : public QFrame
{
    Q_OBJECT
public:
    FactsPopup(const QStringList& facts, const Theme& theme, QWidget* stage);

    /// Above the rectangle, in the coordinates of the stage, and as wide.
    void showAbove(const QRect& sentence);
};

} // namespace loopscope
