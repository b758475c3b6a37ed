#pragma once

#include "inspector/debugger/CallFrame.h"

#include <QJsonObject>

namespace loopscope {

class Scripts;

/// What Debugger.paused says.
Pause pauseFromJson(const QJsonObject& paused, const Scripts& scripts);

/// Without Node's own frames where some of the program's are left, or where none need be; an async parent that has none left goes.
void hideInternalFrames(Pause& pause);

/// Why it stands, in one sentence: "Paused on a breakpoint", "Paused on an uncaught error: TypeError: x is undefined".
QString pauseSentence(const Pause& pause);

} // namespace loopscope
