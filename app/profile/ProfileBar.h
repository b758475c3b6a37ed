#pragma once

#include "app/profile/ProfileRows.h"
#include "visualizer/theme/StillLabel.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QTabBar;
class QToolButton;

namespace loopscope {

class ThemeManager;

/// What stands above the views of a profile: recording, opening and saving, which one is shown, the views and the filter.
///
/// Thread: the GUI's. Themes must outlive it.
class ProfileBar : public QWidget
{
    Q_OBJECT
public:
    explicit ProfileBar(const ThemeManager& themes, QWidget* parent = nullptr);

    struct State {
        bool isRecordingCpu = false, isRecordingAllocations = false; ///< or about to, with the next run
        bool hasFile = false;
        QString summary;
    };
    void showState(const State& state);
    QComboBox& chooser() const { return *m_chooser; }
    void toggleInternals();
    bool hasInternals() const; ///< Node's own frames below the program's are wanted
    QLineEdit& field() const { return *m_field; }
    ProfileView view() const;
    void setView(ProfileView view);

signals:
    void cpuWanted();
    void allocationsWanted();
    void openWanted();
    void saveWanted();
    void choiceChanged();
    void viewChanged();
    void textChanged(const QString& text);
    void internalsWanted(bool shown);

private:
    QToolButton* button(const QString& icon, const QString& text, const QString& tip);

    const ThemeManager& m_themes;
    QToolButton *m_cpu, *m_allocations, *m_save;
    QComboBox* m_chooser;
    QLineEdit* m_field;
    StillLabel* m_summary;
    QTabBar* m_tabs;
    QToolButton* m_internals;
};

} // namespace loopscope
