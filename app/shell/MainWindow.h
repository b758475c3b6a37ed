#pragma once

#include "runtime/host/ProgramRun.h"

#include <QMainWindow>

#include <memory>

namespace loopscope {

class ActionTable;
class SessionKeeper;
class ThemeManager;
class TraceView;
struct Workbench;

/// The window: makes its parts, joins them, and does nothing else.
///
/// Thread: the GUI's. `themes` and `runner` must outlive it.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    struct Options {
        QString stateFolder;   ///< where the session is kept; empty: it is not kept
        QString lessonsFolder; ///< empty: there are none
        QString nodeVersion;   ///< "26.10.0"
    };
    MainWindow(ThemeManager& themes, ProgramRunner& runner, const Options& options);
    ~MainWindow() override;

    const Workbench& bench() const { return *m_bench; }
    ActionTable& actions() const { return *m_actions; }

    /// Brings back what was open when the program ended last.
    void restore(bool recording = true);
    /// A sentence above the editor.
    void tell(const QString& sentence);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void moveEvent(QMoveEvent* event) override;

private:
    struct Parts;
    void makeParts(ThemeManager& themes, ProgramRunner& runner, const Options& options);
    void join();
    void joinDebugger();
    void showTitle();
    void showAtLeft(const QString& path);

    std::unique_ptr<Parts> m_parts;
    std::unique_ptr<const Workbench> m_bench;
    ActionTable* m_actions = nullptr;
    SessionKeeper* m_keeper = nullptr; // null if the session is not kept
};

} // namespace loopscope
