#pragma once

#include "inspector/debugger/LoopStop.h"
#include "inspector/debugger/RemoteValue.h"

#include <QString>

#include <vector>

namespace loopscope {

/// A place in a script's text. A value; 1-based, 0 for unknown.
struct ScriptPlace {
    QString scriptId;
    QString url;  ///< as V8 names the script: "file:///home/ada/a.js", "node:internal/timers"
    QString path; ///< of the file; empty if it is none
    int line = 0, column = 0;

    /// Node's own, or ours.
    bool isInternal() const { return url.startsWith(QLatin1String("node:")) || url.startsWith(QLatin1String("loopscope:")); }
    bool operator==(const ScriptPlace&) const = default;
};

/// The variables that one block of a paused function sees.
struct Scope {
    QString type; ///< "local", "closure", "block", "module", "global", ..
    QString name; ///< of the function that a closure is of; may be empty
    QString objectId;
};

/// One line of the stack of a paused program, or of an async parent of it.
struct CallFrame {
    QString id;       ///< empty in async parents, which cannot be looked into
    QString function; ///< empty for an anonymous one
    ScriptPlace place;
    int firstLine = 0; ///< of the function, 1-based; 0 if unknown
    std::vector<Scope> scopes;
    RemoteValue self;        ///< `this`
    RemoteValue returnValue; ///< where it is about to return
    bool canRestart = false;
};

/// A stack that scheduled the one above it.
struct AsyncParent {
    QString how; ///< "await", "setTimeout", "Promise.then": as V8 calls it
    std::vector<CallFrame> frames;
};

/// Why and where a program stands. A value.
struct Pause {
    QString reason; ///< the protocol's word: "other", "exception", "promiseRejection", "debugCommand", ..
    std::vector<QString> breakpoints; ///< the protocol's ids of those that were hit
    RemoteValue exception;
    bool isUncaught = false;
    std::vector<CallFrame> frames; ///< innermost first
    std::vector<AsyncParent> parents;
    LoopStop loopStop; ///< where no function of the program's may be on the stack
    QString globals;   ///< then: the protocol's id of the global object
};

} // namespace loopscope
