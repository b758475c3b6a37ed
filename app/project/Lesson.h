#pragma once

#include <QList>
#include <QString>

namespace loopscope {

/// A lesson: a script that runs, and a text that says what to watch. A plain value.
struct Lesson {
    QString folder;
    QString title;
    QString summary; ///< one line
    QString script;  ///< absolute path of what runs
    QString original; ///< where it lies in the installation; the same unless it is a working copy
    QString detail;  ///< the level it is recorded at: "trace", "lesson", ..
    QString text;    ///< markdown
    int order = 0;

    /// The lessons in the sub-folders of `folder`, in their order. A folder without a script is no lesson.
    static QList<Lesson> load(const QString& folder);
    /// The lesson in a folder of the user's own, where it may be changed. Nothing is copied yet.
    Lesson inFolder(const QString& workFolder) const;
    /// Copies what the working copy lacks, or all of it anew. False if it cannot be written.
    bool makeWorkingCopy(bool anew) const;
    /// Whether this path is the lesson's script: here, in the installation, or in a whole copy of its folder.
    bool isOf(const QString& path) const;
    /// Where the lessons of this installation lie; empty if it has none.
    static QString defaultFolder();
};

} // namespace loopscope
