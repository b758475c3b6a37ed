#pragma once

#include "tests/support/RecordingBuilder.h"

#include <QString>

#include <vector>

namespace loopscope {

/// Handmade recordings that bring the Stage into each of its states, for pictures and for tests.
struct NamedScene {
    QString name;
    std::shared_ptr<Recording> recording;
    std::uint64_t time = 0; ///< ns; where the cursor stands
};
std::vector<NamedScene> stageScenes();

/// console.log(1); setTimeout(two); Promise.then(three); console.log(4), in which each queue has its turn.
RecordingBuilder orderRecording();

} // namespace loopscope
