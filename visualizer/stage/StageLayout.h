#pragma once

#include "runtime/events/Dictionary.h"
#include "visualizer/model/Labels.h"
#include "visualizer/model/LoopState.h"
#include "visualizer/stage/StageMeasure.h"
#include "visualizer/stage/StageScene.h"

namespace loopscope {

/// What the picture is made from. References: valid during the call only.
struct StageInput {
    const TraceState& state;
    const Dictionary& dictionary;
    const Labels& labels;
    std::uint64_t time = 0;       ///< ns; the cursor's, which may lie after the last record
    std::uint16_t thread = 0;     ///< whose loop is shown
    bool showInternal = false;    ///< Node's own callbacks too
    bool mainRuns = false;        ///< the script's own synchronous run goes on: it is under all frames
    QString sentence;             ///< Explain's
    std::vector<std::pair<std::uint16_t, QString>> loops; ///< to choose from, thread and name
    Hue sentenceHue = Hue::Main;

    const LoopState& loop() const;
};

/// Makes the picture. A pure function of its arguments: the same input always gives the same scene.
StageScene layoutStage(const StageInput& input, const StageMeasure& measure, QSizeF size);

/// The picture before anything ran.
StageScene layoutEmptyStage(const StageMeasure& measure, QSizeF size, const QString& title, const QString& how);

} // namespace loopscope
