#include "visualizer/stage/OperationLabel.h"

namespace loopscope {

OperationLabel Labeller::operator()(const WaitingCallback& callback, Queue queue) const
{
    const SiteId site = labels.userSite(callback.place);
    return {labels.kind(callback, thread), labels.place(site), site, hueOf(queue, dictionary.type(callback.type))};
}

OperationLabel Labeller::operator()(const StackFrame& callback) const
{
    const SiteId site = labels.userSite(callback.place);
    return {labels.kind(callback, thread), labels.place(site), site,
            hueOf(callback.queue, dictionary.type(callback.type))};
}

OperationLabel Labeller::operator()(const PendingOp& op) const
{
    const SiteId site = labels.userSite(op.place);
    return {labels.kind(op), labels.place(site), site, op.slot ? Hue::Pool : hueOfOperation(dictionary.type(op.type))};
}

OperationLabel Labeller::operator()(const OpenHandle& handle) const
{
    const SiteId site = labels.userSite(handle.place);
    return {labels.kind(handle), labels.place(site), site, Hue::Poll};
}

} // namespace loopscope
