#pragma once

#include "app/project/Lesson.h"

#include <QWidget>

class QListWidget;
class QTextBrowser;

namespace loopscope {

class ThemeManager;

/// The lessons, and the text of the one that is chosen.
///
/// Thread: the GUI's. Owned by the window; `themes` must outlive it.
class LessonPanel : public QWidget
{
    Q_OBJECT
public:
    /// `workFolder` is where a lesson is copied to when it is opened, so that it can be changed; empty: it is opened where it lies.
    LessonPanel(const ThemeManager& themes, const QString& folder, const QString& workFolder = {}, QWidget* parent = nullptr);

    const QList<Lesson>& lessons() const { return m_lessons; }
    /// Shows its text and asks for it to be opened.
    void open(int index);
    /// The chosen lesson's files as they were before they were changed.
    void restoreOriginal();
    /// Shows the text of the lesson to which this file belongs, if it belongs to one.
    void showLessonOf(const QString& script);
    /// The lesson to which this file belongs, -1 for none.
    int indexOf(const QString& script) const;

signals:
    void problem(const QString& sentence);
    void opened(const loopscope::Lesson& lesson);

private:
    void showText(int index);
    void dress();

    const ThemeManager& m_themes;
    QList<Lesson> m_lessons;
    QListWidget* m_list;
    QTextBrowser* m_text;
};

} // namespace loopscope
