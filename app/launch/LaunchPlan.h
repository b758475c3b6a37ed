#pragma once

#include "app/launch/LaunchConfiguration.h"
#include "app/launch/LaunchVariables.h"
#include "runtime/host/ProgramRun.h"

namespace loopscope {

/// A configuration with everything in its place: a run, or what to attach to. A value.
struct LaunchPlan {
    RunRequest request;  ///< where it is no attaching
    QString place;       ///< AttachPlace
    qint64 pid = 0;      ///< AttachPid; 0: to be asked for
    bool stopsAtFirstLine = false;
    QStringList skipFiles;
    QString localRoot, remoteRoot; ///< AttachPlace
    QString problem;     ///< one sentence if it cannot be done; "" else

    /// Looks at the files that it names.
    static LaunchPlan of(const LaunchConfiguration& configuration, const LaunchVariables& variables);
};

} // namespace loopscope
