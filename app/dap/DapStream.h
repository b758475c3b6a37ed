#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace loopscope {

/// Messages of the Debug Adapter Protocol in a stream of bytes: a head that says how long each is. No I/O in it. A value.
class DapStream
{
public:
    static QByteArray packed(const QJsonObject& message);

    void take(const QByteArray& bytes) { m_bytes += bytes; }
    /// The next whole one; none while bytes are missing. What is no message is left out.
    std::optional<QJsonObject> next();

private:
    static constexpr qsizetype kLongest = 64 * 1024 * 1024;
    QByteArray m_bytes;
};

} // namespace loopscope
