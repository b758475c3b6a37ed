#include "inspector/transport/MemoryTransport.h"

#include <utility>

namespace loopscope {

void MemoryTransport::join(MemoryTransport& one, MemoryTransport& other)
{
    one.m_other = &other;
    other.m_other = &one;
}

bool MemoryTransport::send(const QByteArray& message)
{
    if (m_isOver || !m_other || m_other->m_isOver) return false;
    QMetaObject::invokeMethod(m_other, [other = m_other, message] { if (other && !other->m_isOver) emit other->received(message); }, Qt::QueuedConnection);
    return true;
}

void MemoryTransport::end(const QString& why)
{
    if (std::exchange(m_isOver, true)) return;
    QMetaObject::invokeMethod(this, [this, why] { emit ended(why); }, Qt::QueuedConnection);
    if (m_other) m_other->end(why);
}

} // namespace loopscope
