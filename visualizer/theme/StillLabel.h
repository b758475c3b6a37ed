#pragma once

#include <QWidget>

class QLabel;

namespace loopscope {

/// A label for a text that changes with every frame, such as a count or a time. A QLabel lays out the window around it whenever
/// its text is set; this one asks for room only when a text is wider than all before, and keeps the room that it has.
///
/// Thread: the GUI's. The label inside, for its look, its name and its alignment, is a child.
class StillLabel : public QWidget
{
    Q_OBJECT
public:
    explicit StillLabel(QWidget* parent = nullptr);

    QString text() const;
    /// Does nothing if it is the same.
    void setText(const QString& text);
    QLabel& label() const { return *m_label; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent*) override;
    void resizeEvent(QResizeEvent*) override;

private:
    void measure();

    QLabel* m_label;
    QSize m_room; ///< of the widest text since the look changed, pixels
};

} // namespace loopscope
