#pragma once

#include "visualizer/model/Finding.h"
#include "visualizer/model/Labels.h"

namespace loopscope {

/// A finding in words: what was measured, and what one can do. References: as long as this object.
///
/// Thread: the GUI's.
class FindingText
{
public:
    FindingText(const Recording& recording, const Labels& labels, const FindingLimits& limits)
        : m_recording(recording), m_labels(labels), m_limits(limits)
    {
    }

    QString fact(const Finding& finding) const;   ///< one sentence or two, with figures and units
    QString advice(const Finding& finding) const; ///< what to do
    QString place(const Finding& finding) const;  ///< "a.js:12"; empty when not known
    QString fullPlace(const Finding& finding) const;
    QString figure(const Finding& finding) const; ///< the worst duration, else how many: "80.3 ms", "3×"
    static QString moment(const Finding& finding); ///< of the worst: "12.3 ms"
    static QString severity(Severity severity);

private:
    QString sentence(const Finding& finding) const;
    QString longCallback(const Finding& finding) const;
    QString longDrain(const Finding& finding) const;
    QString lateTimer(const Finding& finding) const;
    QString poolWait(const Finding& finding) const;
    QString gcPause(const Finding& finding) const;
    QString recordsLost(const Finding& finding) const;
    QString listeners(const Finding& finding) const;
    QString oneAfterAnother(const Finding& finding) const;
    QString cover(const Finding& finding) const;
    bool isOfAnEarlierPart(const Finding& finding) const;
    QString operation(const Finding& finding) const;

    const Recording& m_recording;
    const Labels& m_labels;
    const FindingLimits& m_limits;
};

} // namespace loopscope
