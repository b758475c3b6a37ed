#include "app/debugger/RunTransport.h"

#include "app/session/RunSession.h"

#include <utility>

namespace loopscope {

RunTransport::RunTransport(RunSession& session, QObject* parent) : Transport(parent), m_session(session)
{
    connect(&session, &RunSession::inspected, this, &RunTransport::received);
    connect(&session, &RunSession::stateChanged, this, [this] { if (!m_session.isRunning()) close(); });
}

bool RunTransport::send(const QByteArray& message) { return !m_isOver && m_session.inspect(message); }

void RunTransport::close()
{
    if (!std::exchange(m_isOver, true)) emit ended(tr("The program has ended."));
}

} // namespace loopscope
