#pragma once

#include "visualizer/model/TraceModel.h"
#include "visualizer/theme/Hue.h"
#include "visualizer/timeline/Bars.h"

#include <QString>

namespace loopscope {

/// What a bar is to look like, in terms of meaning; the painter turns it into colours.
struct BarLook {
    enum class Tone : std::uint8_t { Hue, Quiet, Text, Warning, Error };
    Tone tone = Tone::Hue;
    Hue hue = Hue::Main;
    QString text;          ///< empty for a folded bar
    std::uint64_t id = 0;  ///< of the callback or operation, if it stands for one
    bool isInferred = false;
    double strength = 1;   ///< how full of life a bar without text is, 0 to 1
};

/// Looks up what the spans of a recording are. A short-lived helper of one drawing.
/// Thread: the GUI's.
class BarLooks
{
public:
    explicit BarLooks(const TraceModel& model);

    /// A folded bar looks like the kind of span that takes most of its time.
    BarLook look(const TrackKey& key, const Track& track, const Bar& bar) const;

private:
    BarLook lookOfSpan(const TrackKey& key, const Track::Span& span) const;
    BarLook lookOfMany(const TrackKey& key, const Track& track, const Bar& bar) const;
    BarLook lookOfCallback(const Record& record) const;
    /// As lookOfSpan, without its id: of many spans, their records would have to be fetched from far apart in memory.
    BarLook sortOfSpan(const TrackKey& key, const Track::Span& span) const;
    BarLook lookOfOutput(const Record& record) const;
    /// Functions wear the colour of the callback that called them.
    Hue hueAround(std::uint16_t thread, std::uint64_t time) const;
    /// The part of its time that a bar of phases was not asleep, 0 to 1.
    double awake(std::uint16_t thread, const Track& track, const Bar& bar) const;
    /// " · asleep 3 ms" for a poll phase that slept.
    QString asleep(std::uint16_t thread, const Track::Span& poll) const;
    QString text(const TrackKey& key, const Record& record) const;

    const TraceModel& m_model;
    std::vector<BarLook> m_ofSorts; ///< by Track::Span::sort
};

} // namespace loopscope
