#pragma once

#include <QWidget>

namespace loopscope {

class CodeEditor;

/// The strip left of the source: line numbers, and the marks of a run.
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
    bool event(QEvent* event) override;

private:
    int lineAt(int y) const; ///< 1-based, 0 for none
    void paintLine(QPainter& painter, int line, const QRectF& place) const;
    void paintMark(QPainter& painter, int line, const QRectF& place) const;

    CodeEditor* m_editor;
};

} // namespace loopscope
