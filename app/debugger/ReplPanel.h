#pragma once

#include "app/debugger/ReplLines.h"

#include <QTimer>
#include <QWidget>

#include <deque>
#include <map>
#include <utility>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedLayout;
class QTreeView;

namespace loopscope {

class DebugPanel;
class DebugSession;
class ThemeManager;
class ValueModel;
struct Evaluation;

/// Expressions that are evaluated in the program, where it stands or in its global scope, with what came of them; what logpoints
/// print; and what the program and its threads and children tell the console, with values that can be opened.
///
/// Thread: the GUI's. The parts that it is given must outlive it.
class ReplPanel : public QWidget
{
    Q_OBJECT
public:
    ReplPanel(DebugSession& session, const DebugPanel& panel, const ThemeManager& themes, QWidget* parent = nullptr);

    QLineEdit& input() const { return *m_input; }
    QTreeView& view() const { return *m_view; }
    ValueModel& model() const { return *m_model; }
    const QStringList& history() const { return m_history; }
    void setHistory(const QStringList& history);
    void evaluate(const QString& expression);
    /// The living object that heap snapshots know by that number, as if somebody had asked for it.
    void showHeapObject(quint32 number);
    void clear();
    const ReplFilter& filter() const { return m_filter; }
    void setFilter(const ReplFilter& filter);
    QLineEdit& filterInput() const { return *m_filterInput; }
    /// Shows the moment at which the current line was written.
    void showMoment();
    QSize sizeHint() const override;

signals:
    void historyChanged();
    void placeWanted(const QString& path, int line, int column);
    /// On the Timeline; ns since 1970.
    void momentWanted(qint64 time);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildFilter(class QVBoxLayout* column);
    void add(ReplLine line, std::vector<RemoteProperty> parts, const RemoteValue& value, const QString& name);
    void take(const ConsoleMessage& message, const QString& thread);
    void flush();
    void setResult(qint64 row, const QString& expression, const Evaluation& evaluation);
    void applyFilter(int from);
    void follow(const QModelIndex& index);
    void submit();
    void recall(int direction);
    void complete();
    QStringList localNames() const;
    void showState();
    void dress();
    void limit();

    DebugSession& m_session;
    const DebugPanel& m_panel;
    const ThemeManager& m_themes;
    ValueModel* m_model;
    QTreeView* m_view;
    QLineEdit* m_input;
    QLabel* m_empty;
    QStackedLayout* m_stack;
    QStringList m_history;
    qsizetype m_at = 0;
    QString m_typed;
    qint64 m_removed = 0; ///< rows that were taken away at the top
    std::deque<ReplLine> m_lines; ///< a row of the model each
    ReplFilter m_filter;
    QComboBox* m_show;
    QLineEdit* m_filterInput;
    QLabel* m_hidden;
    std::vector<std::pair<ConsoleMessage, QString>> m_arrived; ///< to be shown in a moment
    QTimer m_soon;
    std::map<QString, int> m_depths; ///< of groups, by thread
};

} // namespace loopscope
