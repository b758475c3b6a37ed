#pragma once

#include "runtime/events/CallbackStops.h"

#include <QString>

#include <vector>

namespace loopscope {

/// A place in the loop at which a program can be made to stop, as menus, lists and other editors name it. A value.
struct LoopMoment {
    std::uint32_t bit; ///< of CallbackStops
    QString id;        ///< "timers", "sleep", ..: never translated
    QString text;      ///< what stands under its heading
    QString whole;     ///< what says all by itself
    QString keys;      ///< with the mnemonic of a menu
};

/// In the next callback of a kind.
std::vector<LoopMoment> callbackMoments();
/// Before the first callback of a phase.
std::vector<LoopMoment> phaseMoments();
/// Where no function of the program's begins.
std::vector<LoopMoment> otherMoments();

} // namespace loopscope
