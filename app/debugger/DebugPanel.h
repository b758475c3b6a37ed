#pragma once

#include <QHash>
#include <QWidget>

class QAbstractItemModel;
class QComboBox;
class QLabel;
class QSplitter;
class QStackedLayout;
class QTreeView;

namespace loopscope {

class DebugSession;
class StackModel;
class StopsView;
class ThemeManager;
class ValueModel;
struct ScriptPlace;

/// Where the program stands: stack with what scheduled it, variables, watched expressions, and what it stops at.
///
/// Thread: the GUI's. Session and themes must outlive it.
class DebugPanel : public QWidget
{
    Q_OBJECT
public:
    DebugPanel(DebugSession& session, const ThemeManager& themes, QWidget* parent = nullptr);
    ~DebugPanel() override;

    QTreeView& stack() const { return *m_stackView; }
    QTreeView& variables() const { return *m_variablesView; }
    QTreeView& watches() const { return *m_watchView; }
    StopsView& stops() const { return *m_stops; }
    StackModel& stackModel() const { return *m_stack; }
    ValueModel& variablesModel() const { return *m_variables; }
    ValueModel& watchModel() const { return *m_watches; }
    QString sentence() const;
    QSize sizeHint() const override;

    /// Of the pause: whose variables are shown, and in which expressions are evaluated.
    int currentFrame() const { return m_frame; }
    void setCurrentFrame(int frame);
    /// What the function that is shown sees, by name, as far as it was asked for: closures and globals are not.
    QHash<QString, QString> namesInView() const;
    void addWatch(const QString& expression);
    QStringList expressions() const;
    void setExpressions(const QStringList& expressions);
    /// Buttons for these, before the sentence.
    void setActions(const QList<QAction*>& actions);

signals:
    /// The user wants to see this place; or the program stands there.
    void placeWanted(const QString& path, int line, int column);
    void frameChanged();
    /// namesInView() says more now.
    void variablesChanged();
    void expressionsChanged();
    void breakpointEditWanted(int id);
    void problem(const QString& sentence);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QTreeView* makeTree(QAbstractItemModel* model, const QString& name);
    void connectTrees();
    void showPause();
    void showState();
    void showTargets();
    void showVariables();
    void showGlobals();
    void evaluateWatches();
    void evaluateWatch(int row);
    void editWatch(int row, const QString& expression);
    void valueMenu(QTreeView* view, const QPoint& at);
    void dress();

    DebugSession& m_session;
    const ThemeManager& m_themes;
    StackModel* m_stack;
    ValueModel* m_variables;
    ValueModel* m_watches;
    QTreeView* m_stackView = nullptr;
    QTreeView* m_variablesView = nullptr;
    QTreeView* m_watchView = nullptr;
    StopsView* m_stops;
    QWidget* m_buttons;
    QComboBox* m_targets;
    QLabel* m_sentence;
    QSplitter* m_splitter;
    int m_frame = 0;
    int m_moment = 0; ///< counts pauses and steps: an answer to an older one is stale
};

} // namespace loopscope
