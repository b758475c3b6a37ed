#pragma once

#include <QStyledItemDelegate>

namespace loopscope {

class AsyncGraphModel;
struct AsyncNode;
class ThemeManager;

/// Draws a callback's shape, name and place; and its bar: slim while it waited, full while it ran.
///
/// Thread: the GUI's. Model and themes must outlive it.
class AsyncGraphDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    AsyncGraphDelegate(const AsyncGraphModel& model, const ThemeManager& themes, QObject* parent = nullptr)
        : QStyledItemDelegate(parent), m_model(model), m_themes(themes)
    {
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintName(QPainter& painter, const QRect& cell, const QModelIndex& index, const AsyncNode& node) const;
    void paintBar(QPainter& painter, const QRect& cell, const AsyncNode& node) const;

    const AsyncGraphModel& m_model;
    const ThemeManager& m_themes;
};

} // namespace loopscope
