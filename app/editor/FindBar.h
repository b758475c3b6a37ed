#pragma once

#include "app/editor/TextSearch.h"

#include <QPointer>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace loopscope {

class CodeEditor;
class ThemeManager;

/// Find and replace under the editor. Works on the editor that it was last given.
///
/// Thread: the GUI's. Owned by EditorTabs.
class FindBar : public QWidget
{
    Q_OBJECT
public:
    explicit FindBar(const ThemeManager& themes, QWidget* parent = nullptr);

    void setEditor(CodeEditor* editor);
    /// Opens with what is selected in the editor; with or without the line for replacing.
    void open(bool withReplace);
    bool isReplaceShown() const;

public slots:
    void findNext();
    void findPrevious();
    void replaceOne();
    void replaceAll();
    void dismiss();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build(const ThemeManager& themes);
    QToolButton* option(const QString& text, const QString& tip, const QString& name);
    TextSearch search() const;
    void searchChanged();
    void step(int direction);
    void showCount();
    void showState(bool error);
    bool isLive() const { return m_editor && isVisible(); }

    QPointer<CodeEditor> m_editor;
    QLineEdit* m_pattern = nullptr;
    QLineEdit* m_replacement = nullptr;
    QToolButton* m_case = nullptr;
    QToolButton* m_word = nullptr;
    QToolButton* m_regex = nullptr;
    QLabel* m_count = nullptr;
    QWidget* m_replaceRow = nullptr;
};

} // namespace loopscope
