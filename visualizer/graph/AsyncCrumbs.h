#pragma once

#include "visualizer/model/AsyncRuns.h"

#include <QWidget>

#include <vector>

class QLabel;
class QToolButton;

namespace loopscope {

/// The way from the main script to a callback, each step a button. Where there is little room, steps in the middle are left
/// out and their number is told.
///
/// Thread: the GUI's.
class AsyncCrumbs : public QWidget
{
    Q_OBJECT
public:
    struct Crumb {
        AsyncRuns::Row run = AsyncRuns::kNone;
        QString text;
        QString tip;
        bool isRoot = false; ///< the tree begins here
        bool operator==(const Crumb&) const = default;
    };

    explicit AsyncCrumbs(QWidget* parent = nullptr);

    void setWay(std::vector<Crumb> way); ///< outermost first
    const std::vector<QToolButton*>& buttons() const { return m_buttons; }
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

signals:
    void chosen(std::uint32_t run);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QToolButton* button(std::size_t i);
    void arrange();

    std::vector<Crumb> m_way;
    std::vector<QToolButton*> m_buttons;
    std::vector<QLabel*> m_signs; ///< before each button but the first
    QLabel* m_gap;                ///< stands for steps that are left out
};

} // namespace loopscope
