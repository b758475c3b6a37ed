#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace loopscope {

/// All that comes back when the program is started again. A plain value.
struct SessionState {
    struct OpenFile {
        QString path;    ///< empty for a text that was never saved
        bool unsaved = false;
        QString text;    ///< only if unsaved
        int line = 1, column = 1, top = 0; ///< cursor (1-based), first line in view
        bool operator==(const OpenFile&) const = default;
    };
    QList<OpenFile> files;
    int currentFile = -1;
    QString folder;      ///< of the explorer
    QByteArray geometry, layout; ///< of the window, as Qt saves them
    QString theme = QStringLiteral("system");
    QString detail = QStringLiteral("lesson");
    struct Mark {
        qint64 cursor = 0, time = 0; ///< of a bookmark in the recording of the last run
        QString note;
        bool operator==(const Mark&) const = default;
    };
    QList<Mark> bookmarks;
    qint64 keepLast = 10'000'000; ///< events of a run, 0 for all
    bool presentation = false;
    int zoom = 0;
    QStringList history; ///< of the console's input
    QStringList recent;  ///< files, newest first
    QJsonObject debug;   ///< what the debugger stops at: see DebugSession::toJson()
    QString launch;      ///< name of the run configuration that is chosen; "" for none
    QStringList watches; ///< expressions
    QStringList replHistory;

    QJsonObject toJson() const;
    /// Whatever is missing or of another type keeps its default.
    static SessionState fromJson(const QJsonObject& json);
    bool operator==(const SessionState&) const = default;
};

} // namespace loopscope
