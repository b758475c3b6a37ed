#pragma once

#include "app/dap/DapStream.h"
#include "app/debugger/DebugSession.h"
#include "app/session/RunSession.h"
#include "visualizer/model/TraceView.h"

#include <QHash>
#include <QJsonArray>
#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>
#include <vector>

namespace loopscope {

/// Our debugger for other editors, by the Debug Adapter Protocol: programs in this process, or attached to; loop breakpoints are exception
/// filters ("timers", "poll", ..).
///
/// Thread: the GUI's (that of the application without one). `write` gets whole messages. Lifetime: runner outlives it.
class DapServer : public QObject
{
    Q_OBJECT
public:
    DapServer(ProgramRunner& runner, std::function<void(const QByteArray&)> write, QObject* parent = nullptr);
    ~DapServer() override;

    void take(const QByteArray& bytes);

signals:
    /// The editor has taken leave, and the program is over.
    void finished();

private:
    struct Request {
        int number;
        QString command;
        QJsonObject arguments;
    };
    struct Reference {
        QString objectId;
        Debugger* debugger;
        int frame = -1, scope = -1; ///< of a scope: its variables can be set
    };
    void perform(const Request& request);
    void answer(const Request& request, const QJsonObject& body = {});
    void refuse(const Request& request, const QString& why);
    void tell(const QString& event, const QJsonObject& body = {});
    void send(QJsonObject message);

    void launch(const Request& request);
    void begin();
    void setBreakpoints(const Request& request);
    void setFilters(const Request& request);
    void stackTrace(const Request& request);
    void scopes(const Request& request);
    void variables(const Request& request);
    void setVariable(const Request& request);
    void evaluate(const Request& request);
    void exceptionInfo(const Request& request);
    void stepInTargets(const Request& request);
    std::optional<Debugger::CallPlace> targetOf(const Request& request) const;
    void loadedSources(const Request& request);
    void source(const Request& request);
    void setSkipFiles(const Request& request);
    bool step(const Request& request);
    void leave(const Request& request);
    void forwardOutput();
    void stopped();
    QJsonObject breakpointJson(int id) const;
    QJsonObject variableJson(const RemoteProperty& property, Debugger& debugger);
    QString stopReason(const Pause& pause) const;
    QJsonObject sourceJson(const ScriptPlace& place, Debugger& debugger);
    int reference(const QString& objectId, Debugger& debugger, int frame = -1, int scope = -1);
    int threadOf(const Debugger* debugger);
    Debugger* debuggerOf(int thread);

    std::function<void(const QByteArray&)> m_write;
    TraceView m_trace;
    RunSession m_run;
    DebugSession m_debug;
    DapStream m_stream;
    RunRequest m_wish;
    bool m_isDebugged = true, m_isLeaving = false;
    int m_last = 0; ///< number of the last message
    QHash<const Debugger*, int> m_threads;
    int m_lastThread = 0;
    static constexpr int kFramesAThread = 10'000; ///< a frame's number is its thread's times this, and its own
    std::vector<Reference> m_references;
    std::vector<Debugger::CallPlace> m_calls; ///< that can be stepped into; an editor knows them by their numbers from 1 on, until the next stop
    struct LoadedText {
        QPointer<Debugger> debugger;
        QString scriptId;
        bool operator==(const LoadedText&) const = default;
    };
    std::vector<LoadedText> m_texts; ///< of what is no file; an editor knows them by their numbers from 1 on
    std::uint64_t m_printed = 0; ///< records whose output was told
};

} // namespace loopscope
