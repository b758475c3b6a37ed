#include "app/debugger/ReplPanel.h"

#include "app/debugger/DebugPanel.h"
#include "app/debugger/DebugSession.h"
#include "app/debugger/StackModel.h"
#include "app/debugger/ValueModel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QCompleter>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStackedLayout>
#include <QStringListModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace loopscope {

namespace {
constexpr int kMostRows = 5000;
constexpr qsizetype kHistory = 200;
}

ReplPanel::ReplPanel(DebugSession& session, const DebugPanel& panel, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_session(session), m_panel(panel), m_themes(themes), m_model(new ValueModel(session, themes, this)), m_view(new QTreeView), m_input(new QLineEdit),
      m_empty(new QLabel), m_stack(new QStackedLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_view->setModel(m_model);
    m_view->setHeaderHidden(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformRowHeights(true);
    m_view->setIndentation(14);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setAccessibleName(tr("Results"));
    m_view->header()->setStretchLastSection(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(12);
    m_empty->setProperty("role", "muted");
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    column->addLayout(m_stack, 1);
    auto* strip = new QWidget;
    auto* row = new QVBoxLayout(strip);
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(m_input);
    column->addWidget(strip);
    m_input->setAccessibleName(tr("Expression"));
    m_input->installEventFilter(this);
    connect(m_input, &QLineEdit::returnPressed, this, &ReplPanel::submit);
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (m_model->isGetter(index)) m_model->callGetter(index);
    });
    connect(&session, &DebugSession::logged, this, [this](const QString& text, const QString& path, int line) {
        add(path.section(u'/', -1) + u':' + QString::number(line), text, false);
    });
    connect(&session, &DebugSession::stateChanged, this, &ReplPanel::showState);
    connect(&themes, &ThemeManager::changed, this, &ReplPanel::dress);
    showState();
    dress();
}

void ReplPanel::dress()
{
    m_input->setFont(m_themes.theme().codeFont());
    m_view->header()->resizeSection(0, qRound(260 * m_themes.theme().scale));
}

QSize ReplPanel::sizeHint() const { return {QWidget::sizeHint().width(), qRound(220 * m_themes.theme().scale)}; }

void ReplPanel::showState()
{
    const Debugger& debugger = m_session.debugger();
    const bool isThere = debugger.state() == Debugger::State::Running || debugger.isPaused();
    m_input->setEnabled(isThere);
    m_input->setPlaceholderText(!isThere ? tr("No program is being debugged")
        : debugger.isPaused() ? tr("Evaluate where the program stands; Tab completes")
                              : tr("Evaluate in the program while it runs; Tab completes"));
    m_empty->setText(isThere ? tr("What you type below is evaluated in the program, and what comes of it appears here.")
                             : tr("Expressions are evaluated here in a program that is being debugged. Set a breakpoint and press F5, or Ctrl+F5 to debug without one."));
    m_stack->setCurrentWidget(m_model->roots() == 0 ? static_cast<QWidget*>(m_empty) : m_view);
}

void ReplPanel::limit()
{
    const int over = m_model->roots() - kMostRows;
    if (over <= 0) return;
    m_model->removeFirst(over);
    m_removed += over;
}

void ReplPanel::add(const QString& name, const QString& text, bool isError)
{
    m_model->addRoot({.name = name, .text = text, .isError = isError});
    limit();
    showState();
    m_view->scrollToBottom();
}

void ReplPanel::clear()
{
    m_model->setRoots({});
    m_removed = 0;
    m_session.debugger().release(QStringLiteral("repl"));
    showState();
}

void ReplPanel::evaluate(const QString& expression)
{
    const qint64 row = m_model->addRoot({.name = expression, .text = QStringLiteral("…")}) + m_removed;
    limit();
    showState();
    m_view->scrollToBottom();
    const Debugger::Asking how{.frame = m_panel.currentFrame(), .isRepl = true, .most = 10'000, .group = QStringLiteral("repl")};
    m_session.debugger().evaluate(expression, how, [this, row, expression](const Evaluation& evaluation) {
        const auto at = static_cast<int>(row - m_removed);
        if (at < 0 || at >= m_model->roots() || m_model->root(at).name != expression) return;
        if (evaluation.isOk()) m_model->setRoot(at, {.name = expression, .value = evaluation.value});
        else m_model->setRoot(at, {.name = expression, .value = evaluation.value, .text = evaluation.error, .isError = true});
    });
}

void ReplPanel::setHistory(const QStringList& history)
{
    m_history = history.mid(std::max<qsizetype>(0, history.size() - kHistory));
    m_at = m_history.size();
}

void ReplPanel::submit()
{
    const QString expression = m_input->text().trimmed();
    if (expression.isEmpty()) return;
    if (m_history.isEmpty() || m_history.last() != expression) m_history << expression;
    setHistory(m_history);
    m_input->clear();
    evaluate(expression);
    emit historyChanged();
}

void ReplPanel::recall(int direction)
{
    const qsizetype to = m_at + direction;
    if (to < 0 || to > m_history.size()) return;
    if (m_at == m_history.size()) m_typed = m_input->text();
    m_at = to;
    m_input->setText(to == m_history.size() ? m_typed : m_history[to]);
}

/// What the place sees, as far as it is shown.
QStringList ReplPanel::localNames() const
{
    QStringList names;
    const ValueModel& model = m_panel.variablesModel();
    for (int scope = 0; scope < model.roots(); ++scope)
        for (int i = 0; model.root(scope).scope >= 0 && i < model.rowCount(model.index(scope, 0)); ++i) names << model.name(model.index(i, 0, model.index(scope, 0)));
    return names;
}

/// Names of what stands before the last point, or of what the place sees.
void ReplPanel::complete()
{
    const QString text = m_input->text();
    qsizetype from = text.size();
    while (from > 0 && (text[from - 1].isLetterOrNumber() || text[from - 1] == u'_' || text[from - 1] == u'$')) --from;
    const QString begun = text.mid(from), before = text.left(from);
    QString object = QStringLiteral("globalThis");
    if (before.endsWith(u'.')) {
        qsizetype start = from - 1;
        const auto belongs = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'$' || c == u'.' || c == u']' || c == u'['; };
        while (start > 0 && belongs(text[start - 1])) --start;
        object = text.mid(start, from - 1 - start);
        if (object.isEmpty()) return;
    }
    const QString expression = QStringLiteral("(() => { const s = new Set(); for (let o = Object(%1); o; o = Object.getPrototypeOf(o)) for (const k of Object.getOwnPropertyNames(o)) s.add(k); return [...s].join('\\n'); })()").arg(object);
    m_session.debugger().evaluate(expression, {.frame = m_panel.currentFrame(), .mayChange = false, .most = 300, .group = QStringLiteral("completion")},
        [this, text, before, begun](const Evaluation& evaluation) {
            if (!evaluation.isOk() || m_input->text() != text) return;
            QStringList fits;
            for (const QString& name : evaluation.value.string.split(u'\n') + (before.endsWith(u'.') ? QStringList() : localNames()))
                if (name.startsWith(begun) && name != begun) fits << before + name;
            fits.removeDuplicates();
            fits.sort();
            if (fits.isEmpty()) return;
            if (fits.size() == 1) return m_input->setText(fits.first());
            auto* completer = new QCompleter(fits, m_input);
            completer->setCompletionMode(QCompleter::PopupCompletion);
            completer->setMaxVisibleItems(12);
            m_input->setCompleter(completer);
            completer->setCompletionPrefix(text);
            completer->complete();
        });
}

bool ReplPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_input || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Up) return recall(-1), true;
    if (key->key() == Qt::Key_Down) return recall(+1), true;
    if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier && !m_input->text().isEmpty()) return complete(), true;
    if (key->key() == Qt::Key_L && key->modifiers() == Qt::ControlModifier) return clear(), true;
    return QWidget::eventFilter(watched, event);
}

} // namespace loopscope
