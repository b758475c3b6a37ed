#pragma once

#include <QString>

class QObject;

namespace loopscope {

/// Makes screen readers see the tokens of every StagePanel as its children, and the Explain sentence as its text.
/// Once a process is enough; more calls do nothing.
void installStageAccessibility();

/// Has a screen reader speak a text on behalf of a widget.
void announce(QObject& widget, const QString& text);

} // namespace loopscope
