#pragma once

#include <functional>

namespace loopscope {

/// The right to be the one program that runs in this process.
///
/// Thread: any. A turn may be ended by another thread than the one that took it.
class ProcessTurn
{
public:
    /// Waits until no other program runs. False if giveUp() became true first.
    static bool take(const std::function<bool()>& giveUp);
    static void end();
    /// Makes those who wait ask giveUp() again.
    static void reconsider();
};

} // namespace loopscope
