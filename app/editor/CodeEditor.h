#pragma once

#include "app/editor/EditorColors.h"
#include "app/editor/LineCommands.h"
#include "app/editor/LineMarks.h"
#include "app/editor/TextSearch.h"

#include <QPlainTextEdit>

namespace loopscope {

class EditorGutter;
class SourceHighlighter;

/// A source text with line numbers, colours, bracket matching and the marks that a run leaves on its lines.
/// Knows no files: see EditorPage.
///
/// Thread: the GUI's. Owned by its page.
class CodeEditor : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit CodeEditor(QWidget* parent = nullptr);

    void setColors(const EditorColors& colors);
    void setCodeFont(const QFont& font);
    /// Chooses the language.
    void setFileName(const QString& fileName);
    /// Replaces the text and forgets undo; guesses the indentation.
    void setSource(const QString& text);
    /// Replaces the text as one step of undo and keeps the place of cursor and view.
    void replaceSource(const QString& text);

    const Indentation& indentation() const { return m_indentation; }
    const LineMarks& marks() const { return m_marks; }
    /// Shows what a run says about the lines; scrolls to the running line if asked.
    void setMarks(const LineMarks& marks, bool reveal);

    /// By 1-based line.
    const std::map<int, BreakpointMark>& breakpoints() const { return m_breakpoints; }
    void setBreakpoints(std::map<int, BreakpointMark> breakpoints);

    int currentLine() const;   ///< 1-based
    int currentColumn() const; ///< 1-based
    int lineCount() const { return blockCount(); }
    /// Clamps; puts the line in view.
    void goTo(int line, int column = 1);

    /// All hits of this search are lit, until the next call.
    void setSearch(const TextSearch& search);
    const std::vector<TextSearch::Hit>& searchHits() const { return m_hits; }

public slots:
    void toggleComment();
    void duplicateLines();
    void deleteLines();
    void moveLinesUp();
    void moveLinesDown();
    void indentLines();
    void outdentLines();
    void goToMatchingBracket();

signals:
    /// Ctrl with the wheel: by that many steps.
    void zoomWanted(int steps);
    /// The pointer rests on this expression.
    void expressionHovered(const QString& expression, const QPoint& globalPosition);
    /// A click beside that line, where breakpoints stand.
    void breakpointToggled(int line);
    /// With the other button, or by the menu key.
    void gutterMenuRequested(int line, const QPoint& globalPosition);
    /// Lines from `first` on (1-based) are now `by` further down; those that went up beyond `first` are gone.
    void linesMoved(int first, int by);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    friend class EditorGutter;

    void layOutGutter();
    void noteLines(int position, int removed, int added);
    void updateTabStop();
    void findHits();
    void refreshSelections();
    void appendLine(QList<QTextEdit::ExtraSelection>& selections, int line, const QColor& color) const;
    void appendColumns(QList<QTextEdit::ExtraSelection>& selections) const;
    void appendHits(QList<QTextEdit::ExtraSelection>& selections) const;
    void appendBrackets(QList<QTextEdit::ExtraSelection>& selections) const;
    void paintValues(QPainter& painter) const;
    void paintLineNote(QPainter& painter, int line, const QString& text, const QColor& color, bool shorten) const;
    void smartHome(bool select);
    bool typeBracket(const QKeyEvent& event);
    template <class Command> void edit(Command&& command);

    EditorColors m_colors;
    EditorGutter* m_gutter;
    SourceHighlighter* m_highlighter; // owned by the document
    Indentation m_indentation;
    LineMarks m_marks;
    std::map<int, BreakpointMark> m_breakpoints;
    int m_lines = 1; // before the change that comes
    bool m_isAnotherText = false; // comes: no line of the old one moves
    TextSearch m_search;
    std::vector<TextSearch::Hit> m_hits;
};

} // namespace loopscope
