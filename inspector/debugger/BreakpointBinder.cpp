#include "inspector/debugger/BreakpointBinder.h"

#include "inspector/client/Session.h"
#include "inspector/debugger/Debugger.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <memory>

namespace loopscope {

QString templateOf(const QString& message)
{
    QString text = QStringLiteral("`");
    int depth = 0;
    for (const QChar c : message) {
        if (c == u'{' && depth++ == 0) text += QStringLiteral("${");
        else if (c == u'}' && depth > 0) --depth, text += c;
        else if (depth == 0 && (c == u'`' || c == u'\\' || c == u'$')) text += u'\\', text += c;
        else text += c;
    }
    return text + QString(depth, u'}') + u'`';
}

BreakpointBinder::BreakpointBinder(Debugger& debugger, BreakpointList& list) : m_debugger(debugger), m_list(list)
{
    connect(&list, &BreakpointList::added, this, [this](int id) { set(id, {}); });
    connect(&list, &BreakpointList::changed, this, &BreakpointBinder::renew);
    connect(&list, &BreakpointList::removed, this, &BreakpointBinder::unset);
    connect(&list, &BreakpointList::reset, this, [this] {
        for (const int id : m_protocolIds.keys()) unset(id);
        for (const Breakpoint& b : m_list.all()) set(b.id, {});
    });
}

int BreakpointBinder::setAll(const std::function<void()>& done)
{
    for (const Breakpoint& b : m_list.all()) set(b.id, done);
    return static_cast<int>(m_list.all().size());
}

void BreakpointBinder::forget()
{
    m_ids.clear();
    m_protocolIds.clear();
    m_hits.clear();
}

void BreakpointBinder::renew(int id)
{
    unset(id);
    set(id, {});
}

void BreakpointBinder::set(int id, std::function<void()> done)
{
    if (!done) done = [] {};
    const Breakpoint* b = m_list.find(id);
    const int wish = ++m_wishes[id];
    if (!b || !b->isEnabled || m_debugger.state() == Debugger::State::Detached) {
        m_list.setState(id, {});
        return done();
    }
    if (m_list.state(id).kind != BreakpointState::Kind::Bound) m_list.setState(id, {BreakpointState::Kind::Pending}); // else another thread has it
    const auto targets = m_debugger.m_scripts.targetsOf(b->path);
    const auto left = std::make_shared<std::size_t>(targets.size() + 1);
    const auto one = [left, done] { if (--*left == 0) done(); };
    for (const SourceMapIndex::Target& target : targets) {
        const auto place = target.map->generated(b->path, b->line - 1);
        if (place) setAt(id, m_debugger.m_scripts.urlOf(target.script), place->line, place->column, one);
        else one();
    }
    setAt(id, m_debugger.m_scripts.urlOf(b->path), b->line - 1, b->column > 0 ? b->column - 1 : -1, one);
}

/// 0-based; column -1: wherever the line has code.
void BreakpointBinder::setAt(int id, const QString& url, int line, int column, std::function<void()> done)
{
    const int wish = m_wishes.value(id);
    QJsonObject params{{"url", url}, {"lineNumber", line}};
    if (column >= 0) params["columnNumber"] = column;
    if (const Breakpoint* b = m_list.find(id); b && !b->condition.isEmpty()) params["condition"] = b->condition;
    m_debugger.ask(QStringLiteral("Debugger.setBreakpointByUrl"), params, [this, id, wish, done](const Reply& reply) {
        const QString protocolId = reply.result["breakpointId"].toString();
        if (m_wishes.value(id) != wish || !m_list.find(id)) { // taken away meanwhile
            if (!reply.error) m_debugger.ask(QStringLiteral("Debugger.removeBreakpoint"), {{"breakpointId", protocolId}});
        } else if (reply.error) {
            if (!reply.error->message.contains(QLatin1String("already exists"))) m_list.setState(id, {BreakpointState::Kind::Refused, 0, reply.error->message});
        } else {
            m_ids[protocolId] = id;
            m_protocolIds[id] << protocolId;
            const QJsonArray places = reply.result["locations"].toArray();
            if (!places.isEmpty()) resolved({{"breakpointId", protocolId}, {"location", places.first()}});
        }
        done();
    });
}

void BreakpointBinder::noteSources(const QStringList& sources)
{
    std::vector<int> ids;
    for (const Breakpoint& b : m_list.all())
        if (sources.contains(b.path) && m_list.state(b.id).kind == BreakpointState::Kind::Pending) ids.push_back(b.id);
    for (const int id : ids) renew(id);
}

void BreakpointBinder::unset(int id)
{
    ++m_wishes[id];
    m_hits.remove(id);
    for (const QString& protocolId : m_protocolIds.take(id)) {
        m_ids.remove(protocolId);
        m_debugger.ask(QStringLiteral("Debugger.removeBreakpoint"), {{"breakpointId", protocolId}});
    }
}

void BreakpointBinder::resolved(const QJsonObject& params)
{
    const int id = idOf(params["breakpointId"].toString());
    if (id == 0) return;
    const ScriptPlace place = m_debugger.m_scripts.place(params["location"].toObject());
    m_list.setState(id, {BreakpointState::Kind::Bound, place.line, {}, place.column});
}

void BreakpointBinder::judge(const Pause& pause, std::function<void(Verdict)> go)
{
    if (pause.breakpoints.empty() || pause.reason == QLatin1String("exception") || pause.reason == QLatin1String("promiseRejection")) return go(Verdict::Stop);
    bool stops = false;
    std::vector<Breakpoint> printed;
    for (const QString& protocolId : pause.breakpoints) {
        const int id = idOf(protocolId);
        const Breakpoint* b = m_list.find(id);
        const bool counts = !b || ++m_hits[id] >= b->hits;
        if (b && counts && b->isLogpoint()) printed.push_back(*b);
        else stops |= counts;
    }
    const Verdict verdict = stops ? Verdict::Stop : Verdict::GoOn;
    if (printed.empty()) return go(verdict);
    const auto left = std::make_shared<std::size_t>(printed.size());
    for (const Breakpoint& b : printed)
        print(b, pause, [left, verdict, go] { if (--*left == 0) go(verdict); });
}

void BreakpointBinder::print(const Breakpoint& b, const Pause& pause, std::function<void()> done)
{
    const QJsonObject params{{"callFrameId", pause.frames.empty() ? QString() : pause.frames.front().id}, {"expression", templateOf(b.logMessage)},
        {"silent", true}, {"returnByValue", true}, {"timeout", 500}};
    m_debugger.ask(QStringLiteral("Debugger.evaluateOnCallFrame"), params, [this, b, done](const Reply& reply) {
        const Evaluation evaluation = Debugger::evaluationFrom(reply);
        const QString text = evaluation.isOk() ? reply.result["result"].toObject()["value"].toString() : tr("%1 (in the logpoint “%2”)").arg(evaluation.error, b.logMessage);
        emit m_debugger.logged(text, b.path, b.line);
        done();
    });
}

} // namespace loopscope
