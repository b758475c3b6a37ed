#pragma once

#include <QTreeView>

namespace loopscope {

class AsyncGraphModel;
class ThemeManager;

/// The rows as a tree with elbow lines, the critical path's strong. Enter: the place; Space: the moment; Ctrl+Enter: this one as
/// the root; Backspace: its scheduler as the root.
///
/// Thread: the GUI's. Model and themes must outlive it.
class AsyncGraphTree : public QTreeView
{
    Q_OBJECT
public:
    AsyncGraphTree(AsyncGraphModel& model, const ThemeManager& themes, QWidget* parent = nullptr);

    /// Widths of the columns for the room that there is.
    void fit();

signals:
    void momentRequested(const QModelIndex& index);
    void rootRequested(const QModelIndex& index);
    void upRequested();
    void pointed(const QModelIndex& index); ///< the pointer came to it; invalid when it left

protected:
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    bool isOnPath(const QModelIndex& index) const;
    void drawArrow(QPainter& painter, const QPointF& center, bool isOpen) const;

    AsyncGraphModel& m_model;
    const ThemeManager& m_themes;
};

} // namespace loopscope
