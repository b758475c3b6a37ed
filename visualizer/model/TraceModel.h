#pragma once

#include "visualizer/model/Ancestry.h"
#include "visualizer/model/Findings.h"
#include "visualizer/model/Labels.h"
#include "visualizer/model/Navigation.h"
#include "visualizer/model/Series.h"
#include "visualizer/model/Spans.h"
#include "visualizer/model/StateHistory.h"

#include <memory>

namespace loopscope {

/// Everything computed from one recording, in one pass over its records, and kept up with its growth.
///
/// Thread: the GUI's. Lifetime: the TraceView's, until its next recording.
class TraceModel
{
public:
    /// `before`: what was so when the recording begins.
    explicit TraceModel(std::shared_ptr<Recording> recording, TraceState before = {});

    /// Takes in at most `most` more records; true when none is left.
    bool extend(std::uint64_t most = ~std::uint64_t{0});
    /// Records taken in.
    std::uint64_t extent() const { return m_history.newest().cursor; }

    /// After the first `cursor` records, at most those taken in. Valid until the next call.
    const TraceState& stateAt(std::uint64_t cursor) { return m_history.at(cursor); }
    const Spans& spans() const { return m_spans; }
    const Navigation& navigation() const { return m_navigation; }
    const Ancestry& ancestry() const { return m_ancestry; }
    const Findings& findings() const { return m_findings; }
    const Series& series() const { return m_series; }
    const Labels& labels() const { return m_labels; }
    const Recording& recording() const { return *m_recording; }

private:
    void takeIn(const Record& record, std::uint64_t index);

    const std::shared_ptr<Recording> m_recording;
    StateHistory m_history;
    Spans m_spans;
    Navigation m_navigation;
    Ancestry m_ancestry;
    Findings m_findings;
    Series m_series;
    Labels m_labels;
};

} // namespace loopscope
