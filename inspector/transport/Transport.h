#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

namespace loopscope {

/// Carries whole messages of the protocol, JSON in UTF-8, to a target and back.
///
/// Thread: that of its owner; signals come there, never inside a call. Lifetime: its owner's. After ended() nothing comes.
class Transport : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// False once it has ended, or before it is open: then the message is not sent.
    virtual bool send(const QByteArray& message) = 0;
    /// Ends it from this side.
    virtual void close() = 0;

signals:
    void received(const QByteArray& message);
    /// Once. `why` is a sentence for the user.
    void ended(const QString& why);
};

} // namespace loopscope
