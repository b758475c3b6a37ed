#include "inspector/debugger/PathMap.h"

#include <QDir>

namespace loopscope {

PathMap::PathMap(const QString& localRoot, const QString& remoteRoot)
{
    if (localRoot.isEmpty() || remoteRoot.isEmpty()) return;
    m_local = QDir::cleanPath(localRoot);
    m_remote = QDir::cleanPath(remoteRoot);
}

QString PathMap::moved(const QString& path, const QString& from, const QString& to)
{
    if (from.isEmpty() || !path.startsWith(from)) return path;
    const QString rest = path.sliced(from.size());
    return rest.isEmpty() || rest.startsWith(u'/') || from.endsWith(u'/') ? QDir::cleanPath(to + u'/' + rest) : path;
}

QString PathMap::remoteOf(const QString& localPath) const
{
    const QString path = moved(localPath, m_local, m_remote);
    return path == localPath ? QString() : path;
}

} // namespace loopscope
