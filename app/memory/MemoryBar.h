#pragma once

#include "app/memory/HeapView.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QProgressBar;
class QTabBar;
class QToolButton;

namespace loopscope {

class ThemeManager;

/// What stands above the views of a snapshot: taking, opening and saving, which one is shown and with which it is compared, the views,
/// what is searched for, and how far the work is.
///
/// Thread: the GUI's. Themes must outlive it.
class MemoryBar : public QWidget
{
    Q_OBJECT
public:
    explicit MemoryBar(const ThemeManager& themes, QWidget* parent = nullptr);

    QComboBox& chooser() const { return *m_chooser; }
    QComboBox& baseChooser() const { return *m_baseChooser; }
    QLineEdit& field() const { return *m_field; }
    HeapView view() const;
    void setView(HeapView view);
    QString summary() const;

    /// `part` of the work that is done, below 0 where nobody knows; "" for none.
    void showWork(const QString& title, double part, bool mayCancel);
    void showWhenFull(bool isWanted);
    void showState(bool mayTake, bool hasFile, bool hasSeveral, const QString& summary);

signals:
    void takeWanted();
    void waysToTakeWanted(QMenu* menu); ///< it is about to be shown: what else a snapshot can be taken of
    void takeLaterWanted();  ///< in some seconds
    void takeSeriesWanted(); ///< three, some seconds apart
    void takeWhenFullWanted(bool isWanted);
    void openWanted();
    void saveWanted();
    void cancelWanted();
    void choiceChanged(); ///< of the snapshot, or of the one that it is compared with
    void viewChanged();
    void textChanged(const QString& text);

private:
    QMenu* waysToTake();
    QToolButton* button(const QString& icon, const QString& tip);

    const ThemeManager& m_themes;
    QToolButton* m_take;
    QAction* m_whenFull = nullptr;
    QToolButton* m_save;
    QComboBox* m_chooser;
    QComboBox* m_baseChooser;
    QLineEdit* m_field;
    QLabel* m_summary;
    QProgressBar* m_progress;
    QToolButton* m_cancel;
    QTabBar* m_tabs;
};

} // namespace loopscope
