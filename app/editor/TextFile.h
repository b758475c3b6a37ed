#pragma once

#include <QString>

namespace loopscope {

/// A text file as the editor knows it: its text with "\n" as line end, and what must be put back when it is saved.
///
/// Thread: any. A plain value.
struct TextFile {
    static constexpr qint64 kLimit = 16 * 1024 * 1024; ///< bytes; more is no source that a person edits

    QString text;
    bool windowsLineEnds = false;
    bool byteOrderMark = false;

    struct ReadResult;
    /// Reads UTF-8 text. What cannot be edited is told in `problem`, one sentence that names the file.
    static ReadResult read(const QString& path);
    /// Writes the whole file or nothing. Returns an empty string, or a sentence that says what stood in the way.
    QString write(const QString& path) const;
};

struct TextFile::ReadResult {
    TextFile file;
    QString problem; ///< empty when the file was read
};

} // namespace loopscope
