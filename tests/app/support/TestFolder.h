#pragma once

#include <QFile>
#include <QTemporaryDir>

namespace loopscope {

/// A folder of a test's own, gone with the test. Thread: the test's.
class TestFolder : public QTemporaryDir
{
public:
    /// Writes a file there; returns its path. Ends the test program where it cannot.
    QString put(const QString& name, const QByteArray& bytes) const
    {
        QFile file(filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
        return file.fileName();
    }
};

/// What a file holds, or words that no test expects.
inline QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(cannot read)");
}

} // namespace loopscope
