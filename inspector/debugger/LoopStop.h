#pragma once

#include <QString>

namespace loopscope {

struct Pause;

/// A stop at a moment of the loop at which no function of the program's is called: the runtime (runtime/probes/OwnStop) calls one of its own, whose
/// name says why, and whose `this` is a number. A value; what follows is of the GUI's thread.
struct LoopStop {
    QString kind; ///< "sleep", "poolFull", "unhandledRejection", "timersPhase", ..; empty: it is no such stop
    int value = 0; ///< of sleep: ms at most, -1 without an end; of poolFull: threads

    bool isOne() const { return !kind.isEmpty(); }
};

/// Takes the runtime's own function off the stack, if it is there.
void takeLoopStop(Pause& pause);

/// Why it stands, in one sentence.
QString loopStopSentence(const Pause& pause);

} // namespace loopscope
