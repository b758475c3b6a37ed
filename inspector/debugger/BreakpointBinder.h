#pragma once

#include "inspector/debugger/CallFrame.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>

#include <functional>

namespace loopscope {

struct Breakpoint;
class BreakpointList;
class Debugger;

/// Keeps the breakpoints of one thread of the program like those of the list, and counts their hits.
///
/// Thread: the GUI's. Owned by the debugger.
class BreakpointBinder : public QObject
{
    Q_OBJECT
public:
    BreakpointBinder(Debugger& debugger, BreakpointList& list);

    /// Sets all; `done` comes once for each when it is set or refused. How many they are.
    int setAll(const std::function<void()>& done);
    void forget();
    /// A script came, with a map: breakpoints in its sources are set in it.
    void noteSources(const QStringList& sources);
    /// Debugger.breakpointResolved
    void resolved(const QJsonObject& params);

    enum class Verdict : std::uint8_t { Stop, GoOn };
    /// Whether to stop at this pause. Prints what is to be printed first, and then calls `go`: once, maybe later.
    void judge(const Pause& pause, std::function<void(Verdict)> go);

private:
    void set(int id, std::function<void()> done);
    void setAt(int id, const QString& url, int line, int column, std::function<void()> done);
    void unset(int id);
    void renew(int id);
    int idOf(const QString& protocolId) const { return m_ids.value(protocolId, 0); }
    void print(const Breakpoint& breakpoint, const Pause& pause, std::function<void()> done);

    Debugger& m_debugger;
    BreakpointList& m_list;
    QHash<QString, int> m_ids;     // by the protocol's id
    QHash<int, QStringList> m_protocolIds; // in the file itself, and in what is generated from it
    QHash<int, int> m_hits;
    QHash<int, int> m_wishes; // how often each was set anew: an answer to an older wish is stale
};

/// "x is {x}" as an expression that gives that text: a template literal.
QString templateOf(const QString& logMessage);

} // namespace loopscope
