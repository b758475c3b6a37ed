#pragma once

#include "inspector/transport/Transport.h"

namespace loopscope {

class RunSession;

/// To the program that runs in this process, with no port.
///
/// Thread: the GUI's. The session must outlive it.
class RunTransport : public Transport
{
    Q_OBJECT
public:
    explicit RunTransport(RunSession& session, QObject* parent = nullptr);

    bool send(const QByteArray& message) override;
    void close() override;

private:
    RunSession& m_session;
    bool m_isOver = false;
};

} // namespace loopscope
