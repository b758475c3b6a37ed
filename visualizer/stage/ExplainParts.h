#pragma once

#include "visualizer/stage/Explain.h"

#include <QCoreApplication>

namespace loopscope {

inline QString trExplain(const char* text, int n = -1)
{
    return QCoreApplication::translate("Explain", text, nullptr, n);
}

/// What the sentences share: the moment, its record, the loop that it is of.
struct ExplainContext {
    const Moment& moment;
    const Record& record;
    const LoopState& loop;

    const Dictionary& dictionary() const { return moment.recording.dictionary(); }
    /// "`onTimeout`", "the callback at app.js:3", "a callback".
    QString functionName(SiteId site) const;
    /// " at app.js:3", or nothing.
    QString at(StackId stack) const;
    QString elapsed(std::uint64_t since) const;
    std::size_t waiting(Queue queue) const { return loop.waiting(queue).size(); }
};

// ExplainCallbacks.cpp
QString explainEnqueue(const ExplainContext& context);
QString explainBegin(const ExplainContext& context);
QString explainEnd(const ExplainContext& context);
QString explainCancel(const ExplainContext& context);


// ExplainFacts.cpp
QStringList explainFacts(const ExplainContext& context);

} // namespace loopscope
