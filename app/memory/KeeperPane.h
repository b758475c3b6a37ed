#pragma once

#include "app/memory/HeapFile.h"

#include <QWidget>

#include <memory>

class QLabel;
class QToolButton;
class QTreeView;

namespace loopscope {

class HeapModel;
class ThemeManager;

/// Why one object is still there: in words, and as a tree from it up to the root, the nearest way open.
///
/// Thread: the GUI's. Themes must outlive it.
class KeeperPane : public QWidget
{
    Q_OBJECT
public:
    explicit KeeperPane(const ThemeManager& themes, QWidget* parent = nullptr);

    void show(const std::shared_ptr<const HeapFile>& file, std::uint32_t node);
    void clear();
    /// The object that is shown; -1 for none.
    qint64 node() const { return m_node; }
    const std::shared_ptr<const HeapFile>& file() const { return m_file; }
    /// Where it, or the constructor of it, is written; without a script if V8 does not say.
    heap::SourcePlace place() const;
    QString text() const; ///< in words
    HeapModel& model() const { return *m_model; }
    QTreeView& view() const { return *m_view; }
    /// The object of the row that is chosen in the tree, else that which is shown.
    qint64 chosen() const;

signals:
    void sourceWanted();
    void liveWanted();

private:
    void dress();

    const ThemeManager& m_themes;
    std::shared_ptr<const HeapFile> m_file;
    qint64 m_node = -1;
    HeapModel* m_model;
    QTreeView* m_view;
    QLabel* m_words;
    QToolButton* m_source;
    QToolButton* m_live;
};

} // namespace loopscope
