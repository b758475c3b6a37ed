#pragma once

#include "visualizer/model/AsyncTree.h"
#include "visualizer/model/Labels.h"
#include "visualizer/theme/Hue.h"

namespace loopscope {

class TraceModel;

/// A run of a callback in words, and the tree in one sentence. References: as long as this object.
///
/// Thread: the GUI's.
class AsyncNodeText
{
public:
    struct Name {
        QString name;              ///< "timeout 10 ms · onTimeout", "main script"
        QString place;             ///< "a.js:12"; "" when not known
        SiteId site = SiteId::None; ///< the function, else the call that scheduled it
        Hue hue = Hue::Main;
    };

    explicit AsyncNodeText(const TraceModel& model);

    Name name(AsyncRuns::Row row, const AsyncRuns::Run& run) const;
    /// "80.0 µs"; "waits" while it does; "" where the scheduling was not recorded.
    static QString waited(const AsyncNode& node);
    /// "20.0 µs"; "runs", "cancelled", "no callback" where there is none.
    static QString ran(const AsyncNode& node);
    /// What the edge to it means and how long it took, in a sentence or two. `by`: the name of who scheduled it, "" for the loop.
    QString story(const AsyncNode& node, const QString& by) const;
    /// How many, from when to when, and what the critical path is made of.
    static QString summary(const AsyncTree& tree);

private:
    const Recording& m_recording;
    const Labels& m_labels;
};

} // namespace loopscope
