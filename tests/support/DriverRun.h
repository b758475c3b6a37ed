#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

/// Runs DebugDriver, the real window that does what it is told, in a process of its own. For tests.
class DriverRun
{
public:
    /// A file in a folder that goes with this object.
    QString put(const QString& name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }
    QString folder() const { return m_folder.path(); }
    QString path(const QString& name) const { return m_folder.filePath(name); }

    /// What the window said, line by line.
    QStringList run(const QStringList& commands)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        const QString build = qEnvironmentVariable("LOOPSCOPE_BUILD_DIR");
        process.start(build + "/lib/loopscope/node/bin/node", QStringList{build + "/tests/host/DebugDriver.cjs"} + commands);
        if (!process.waitForFinished(110000)) process.kill();
        process.waitForFinished();
        m_said = process.readAllStandardOutput();
        if (process.exitStatus() != QProcess::NormalExit) return {"crashed"};
        return QString::fromUtf8(m_said).trimmed().split('\n');
    }
    const QByteArray& said() const { return m_said; } ///< the same, for a test's message

private:
    QTemporaryDir m_folder;
    QByteArray m_said;
};
