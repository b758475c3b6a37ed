#pragma once

#include "app/editor/TextFile.h"

#include <QWidget>

namespace loopscope {

class CodeEditor;
class NoticeBar;

/// One file in the editor: its text, its place on disk, and how the two stand to each other.
///
/// Thread: the GUI's. Owned by EditorTabs.
class EditorPage : public QWidget
{
    Q_OBJECT
public:
    explicit EditorPage(QWidget* parent = nullptr);

    CodeEditor& editor() const { return *m_editor; }
    NoticeBar& notice() const { return *m_notice; }
    const QString& path() const { return m_path; } ///< absolute; empty for a text that was never saved
    QString title() const;                         ///< file name, or "untitled"
    bool isModified() const;

    /// Each returns an empty string, or the sentence that says why not.
    QString load(const QString& path);
    QString save();
    QString saveAs(const QString& path);

    /// The file was renamed on disk; the text stays as it is.
    void moveTo(const QString& path);
    /// A text that was not saved when the program ended last: shown as a change of what is on disk.
    void restoreUnsaved(const QString& text);
    /// The file on disk may have changed: an unmodified text is read again, a modified one is asked about.
    void lookAtDisk();

signals:
    void modifiedChanged();
    void pathChanged();
    void textEdited();

private:
    void take(const TextFile& file);
    void reload();
    void askAboutDisk(const QString& sentence, bool canReload);

    NoticeBar* m_notice;
    CodeEditor* m_editor;
    QString m_path;
    TextFile m_onDisk; ///< as last read or written
};

} // namespace loopscope
