#pragma once

#include <QObject>
#include <QTimer>

#include <memory>

class QLabel;
class QStatusBar;

namespace loopscope {

class StillLabel;
struct Workbench;

/// The fields of the status bar: state of the run, level of detail, records, losses, place in the file, Node's version.
///
/// Thread: the GUI's. Owned by the window.
class StatusFields : public QObject
{
    Q_OBJECT
public:
    StatusFields(QStatusBar& bar, const Workbench& bench, const QString& target);
    ~StatusFields() override;

private:
    /// A field of a text that changes while the program runs.
    StillLabel* field(const QString& name);
    QLabel* rareField(const QString& name);
    void refresh();
    void showRun();
    void showPlace();

    QStatusBar& m_bar;
    const std::unique_ptr<const Workbench> m_bench;
    const QString m_target;
    QTimer m_soon; // many signals, one refresh
    QLabel *m_state, *m_detail, *m_node;
    StillLabel *m_events, *m_lost, *m_place;
};

} // namespace loopscope
