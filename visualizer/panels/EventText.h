#pragma once

#include "visualizer/model/Labels.h"
#include "visualizer/theme/Hue.h"

namespace loopscope {

/// One record in words. References: as long as this object.
class EventText
{
public:
    EventText(const Recording& recording, const Labels& labels) : m_recording(recording), m_labels(labels) {}

    QString time(const Record& record) const;   ///< "12.345 678 ms": aligned by their point
    QString thread(const Record& record) const; ///< "main", "worker 1", "pool-2"
    static QString kind(const Record& record);
    QString what(const Record& record) const;
    QString place(const Record& record) const;
    SiteId site(const Record& record) const;    ///< None where there is none
    Hue hue(const Record& record) const;

private:
    QString phase(const Record& record) const;
    QString operation(const Record& record) const;
    QString figure(const Record& record) const;
    QString type(const Record& record) const;

    const Recording& m_recording;
    const Labels& m_labels;
};

} // namespace loopscope
