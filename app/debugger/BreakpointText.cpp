#include "app/debugger/BreakpointText.h"

#include <QCoreApplication>

namespace loopscope {

static QString tr(const char* text) { return QCoreApplication::translate("Breakpoints", text); }

QString breakpointLine(const Breakpoint& b)
{
    QString text = b.path.section(u'/', -1) + u':' + QString::number(b.line);
    if (b.column > 0) text += u':' + QString::number(b.column);
    if (!b.condition.isEmpty()) text += u' ' + tr("if %1").arg(b.condition);
    if (b.hits > 1) text += u' ' + tr("from the %1th time").arg(b.hits);
    if (b.isLogpoint()) text += u' ' + tr("prints “%1”").arg(b.logMessage);
    return text;
}

QString breakpointStory(const Breakpoint& b, const BreakpointState& state)
{
    QString text = b.isLogpoint() ? tr("Prints “%1” at line %2").arg(b.logMessage).arg(b.line) : tr("Stops at line %1").arg(b.line);
    if (b.column > 0) text += tr(", column %1").arg(b.column);
    if (!b.condition.isEmpty()) text += tr(" if %1").arg(b.condition);
    if (b.hits > 1) text += tr(", from the %1th time on").arg(b.hits);
    text += u'.';
    if (!b.isEnabled) text += u' ' + tr("It is off.");
    else if (state.kind == BreakpointState::Kind::Pending) text += u' ' + tr("The program has not loaded this line yet.");
    else if (state.kind == BreakpointState::Kind::Refused) text += u' ' + tr("It cannot be set: %1").arg(state.reason);
    else if (state.kind == BreakpointState::Kind::Bound && state.line != b.line) text += u' ' + tr("The next line with code is %1.").arg(state.line);
    return b.path + u'\n' + text;
}

BreakpointMark breakpointMark(const Breakpoint& b, const BreakpointState& state, bool areActive)
{
    using Kind = BreakpointMark::Kind;
    using State = BreakpointMark::State;
    const Kind kind = b.isLogpoint() ? Kind::Log : b.condition.isEmpty() && b.hits < 2 ? Kind::Plain : Kind::Conditional;
    const bool isPending = state.kind == BreakpointState::Kind::Pending;
    const State shown = !b.isEnabled || !areActive ? State::Off : state.kind == BreakpointState::Kind::Refused ? State::Refused : isPending ? State::Pending : State::Set;
    BreakpointMark mark{kind, shown, breakpointStory(b, state).section(u'\n', 1), {}};
    if (b.column > 0) mark.columns.push_back(state.kind == BreakpointState::Kind::Bound && state.line == b.line ? state.column : b.column);
    return mark;
}

} // namespace loopscope
