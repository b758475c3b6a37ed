#pragma once

#include <QString>

namespace loopscope {

/// Where the files of a program that runs elsewhere (in a container, on another machine) lie here. A value; without roots each path is itself.
class PathMap
{
public:
    PathMap() = default;
    PathMap(const QString& localRoot, const QString& remoteRoot);

    /// Of a path as the program knows it; what is not below its root is itself.
    QString localOf(const QString& remotePath) const { return moved(remotePath, m_remote, m_local); }
    /// The other way. Empty if there are no roots or it is not below ours.
    QString remoteOf(const QString& localPath) const;

private:
    static QString moved(const QString& path, const QString& from, const QString& to);
    QString m_local, m_remote; ///< without a slash at the end
};

} // namespace loopscope
