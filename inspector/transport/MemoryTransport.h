#pragma once

#include "inspector/transport/Transport.h"

#include <QPointer>

namespace loopscope {

/// One of two ends in the same process: what one sends, the other receives, through the event loop. For tests.
///
/// Thread: the GUI's.
class MemoryTransport : public Transport
{
    Q_OBJECT
public:
    using Transport::Transport;
    static void join(MemoryTransport& one, MemoryTransport& other);

    bool send(const QByteArray& message) override;
    void close() override { end(tr("The connection was closed.")); }
    /// Ends it as if by the other side.
    void end(const QString& why);

private:
    QPointer<MemoryTransport> m_other;
    bool m_isOver = false;
};

} // namespace loopscope
