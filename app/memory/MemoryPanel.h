#pragma once

#include "app/memory/HeapLoader.h"
#include "app/memory/Suspects.h"

#include <QTemporaryDir>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedLayout;
class QToolButton;
class QTreeView;

namespace loopscope {

class HeapModel;
class RunSession;
class ThemeManager;

/// Heap snapshots: taken of the program that runs, or opened; their classes with what they retain, what one has more than another,
/// and what keeps an object.
///
/// Thread: the GUI's; files are read on another. Session and themes must outlive it.
class MemoryPanel : public QWidget
{
    Q_OBJECT
public:
    MemoryPanel(RunSession& session, const ThemeManager& themes, QWidget* parent = nullptr);
    ~MemoryPanel() override;

    const std::vector<std::shared_ptr<const HeapFile>>& files() const { return m_files; }
    HeapModel& classes() const { return *m_classes; }
    HeapModel& retainers() const { return *m_retainers; }
    QTreeView& classView() const { return *m_classView; }
    QTreeView& retainerView() const { return *m_retainerView; }
    QComboBox& chooser() const { return *m_chooser; }
    QComboBox& baseChooser() const { return *m_baseChooser; }
    QLineEdit& filter() const { return *m_filter; }
    QString summaryText() const;
    /// What has grown since the snapshot that is compared with, a line each; "" without one.
    QString suspectText() const;
    QString emptyText() const; ///< "" while there is a snapshot
    bool isBusy() const { return m_isTaking || m_loader.isBusy(); }
    QSize sizeHint() const override;

    /// Of the program that runs.
    void take();
    void open(const QString& path);
    void saveAs(const QString& path); ///< the one that is shown

signals:
    void busyChanged();
    /// A snapshot was asked for: it is taken once the program can be interrupted.
    void taking();
    void problem(const QString& sentence);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildBar(class QBoxLayout* bar);
    QTreeView* makeTree(HeapModel* model, const QString& name);
    void add(const std::shared_ptr<const HeapFile>& file);
    void showFile();
    void showRetainers(const QModelIndex& index);
    void showKeepers(const std::shared_ptr<const HeapFile>& file, std::uint32_t node);
    void showState();
    void askForFile();
    void askWhereToSave();
    void dress();
    const std::shared_ptr<const HeapFile>* shown() const;

    RunSession& m_session;
    const ThemeManager& m_themes;
    QTemporaryDir m_folder; ///< of those that were taken
    HeapLoader m_loader;
    std::vector<std::shared_ptr<const HeapFile>> m_files;
    HeapModel* m_classes;
    HeapModel* m_retainers;
    QToolButton* m_take;
    QToolButton* m_save;
    QComboBox* m_chooser;
    QComboBox* m_baseChooser;
    QLineEdit* m_filter;
    QLabel* m_summary;
    QLabel* m_suspectLabel;
    std::vector<Suspect> m_suspects;
    bool m_isComparison = false;
    QLabel* m_empty;
    QTreeView* m_classView;
    QTreeView* m_retainerView;
    QSplitter* m_splitter;
    QStackedLayout* m_stack;
    int m_taken = 0;
    bool m_isTaking = false;
};

} // namespace loopscope
