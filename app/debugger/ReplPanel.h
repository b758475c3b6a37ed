#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QStackedLayout;
class QTreeView;

namespace loopscope {

class DebugPanel;
class DebugSession;
class ThemeManager;
class ValueModel;

/// Expressions that are evaluated in the program, where it stands or in its global scope, with what came of them; and what
/// logpoints print.
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
    void clear();
    QSize sizeHint() const override;

signals:
    void historyChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void add(const QString& name, const QString& text, bool isError);
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
};

} // namespace loopscope
