#pragma once

#include <QWidget>

namespace loopscope {

class CodeEditor;
struct BreakpointMark;

/// The strip left of the source: breakpoints, the marks of a run, and line numbers.
///
/// Thread: the GUI's. Owned by its editor.
class EditorGutter : public QWidget
{
    Q_OBJECT
public:
    explicit EditorGutter(CodeEditor* editor);

    int wantedWidth() const; ///< pixels
    QSize sizeHint() const override { return {wantedWidth(), 0}; }

public slots:
    /// Scrolls and repaints with the text beside it.
    void follow(const QRect& area, int scrolled);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    int lineAt(int y) const; ///< 1-based, 0 for none
    void paintLine(QPainter& painter, int line, const QRectF& place) const;
    void paintMark(QPainter& painter, int line, const QRectF& place) const;
    void paintBreakpoint(QPainter& painter, const BreakpointMark& mark, const QRectF& place) const;
    int breakpointWidth() const;
    int numbersLeft() const;

    CodeEditor* m_editor;
    int m_under = 0; // the line beside which the pointer is, where breakpoints stand
};

} // namespace loopscope
