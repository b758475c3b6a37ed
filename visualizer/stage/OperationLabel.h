#pragma once

#include "visualizer/model/Labels.h"
#include "visualizer/theme/Hue.h"

namespace loopscope {

/// How one operation is named and coloured in every part of the picture, before and while it runs.
struct OperationLabel {
    QString name;  ///< its kind: "timeout 10 ms", "await", "fs.readFile"
    QString place; ///< "app.js:3", of the user's call; "" if unknown
    SiteId site = SiteId::None;
    Hue hue = Hue::Main;
};

/// Makes them. References: as long as this object.
struct Labeller {
    const Labels& labels;
    const Dictionary& dictionary;
    std::uint16_t thread = 0;

    OperationLabel operator()(const WaitingCallback& callback, Queue queue) const;
    OperationLabel operator()(const StackFrame& callback) const;
    OperationLabel operator()(const PendingOp& op) const;
    OperationLabel operator()(const OpenHandle& handle) const;
};

} // namespace loopscope
