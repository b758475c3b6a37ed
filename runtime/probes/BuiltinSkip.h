#pragma once

namespace loopscope {

/// Lets a debugger step past Node's own scripts.
///
/// V8 asks the debugger's patterns whether a script is to be skipped (Debugger.setBlackboxPatterns), but only of scripts that
/// belong to a context; those of Node's start-up snapshot belong to none and were never skipped. With this they are. In
/// builds of node that KnownNode knows; elsewhere nothing changes.
///
/// Thread: install() before a program that is debugged starts. Lifetime: until the process ends.
class BuiltinSkip
{
public:
    static bool install();
};

} // namespace loopscope
