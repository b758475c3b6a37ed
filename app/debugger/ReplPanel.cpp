#include "app/debugger/ReplPanel.h"

#include "app/debugger/DebugPanel.h"
#include "app/debugger/DebugSession.h"
#include "app/debugger/StackModel.h"
#include "app/debugger/ValueModel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QStackedLayout>
#include <QStringListModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace loopscope {

namespace {
constexpr int kMostRows = 5000;
constexpr qsizetype kHistory = 200;
constexpr int kSoon = 30;           // ms from a line of the program's until it is shown
constexpr std::size_t kMostAtOnce = 2000; // of a storm, only the end is shown

QString levelSign(ConsoleMessage::Level level)
{
    if (level == ConsoleMessage::Level::Error) return QStringLiteral("✖ ");
    return level == ConsoleMessage::Level::Warning ? QStringLiteral("⚠ ") : QString();
}

}

ReplPanel::ReplPanel(DebugSession& session, const DebugPanel& panel, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_session(session), m_panel(panel), m_themes(themes), m_model(new ValueModel(session, themes, this)), m_view(new QTreeView), m_input(new QLineEdit),
      m_empty(new QLabel), m_stack(new QStackedLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    buildFilter(column);
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
    connect(m_view, &QTreeView::activated, this, &ReplPanel::follow);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QTreeView::customContextMenuRequested, this, [this](const QPoint& at) {
        const QModelIndex index = m_view->indexAt(at);
        if (!index.isValid()) return;
        m_view->setCurrentIndex(index);
        QMenu menu(this);
        menu.addAction(tr("Go to its place\tEnter"), this, [this, index] { follow(index); });
        menu.addAction(tr("Show its moment on the Timeline\tCtrl+Enter"), this, &ReplPanel::showMoment);
        menu.exec(m_view->viewport()->mapToGlobal(at));
    });
    m_view->installEventFilter(this);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &ReplPanel::flush);
    connect(&session, &DebugSession::consoleCalled, this, &ReplPanel::take);
    connect(&session, &DebugSession::logged, this, [this](const QString& text, const QString& path, int line) {
        flush();
        ReplLine own{.kind = ReplLine::Kind::Logpoint, .text = text};
        own.place.path = path;
        own.place.line = line;
        add(own, {}, {}, path.section(u'/', -1) + u':' + QString::number(line));
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
    m_lines.erase(m_lines.begin(), m_lines.begin() + over);
    m_removed += over;
}

void ReplPanel::add(ReplLine line, std::vector<RemoteProperty> parts, const RemoteValue& value, const QString& name)
{
    const bool isError = line.level == ConsoleMessage::Level::Error, isWarning = line.level == ConsoleMessage::Level::Warning;
    const bool isMessage = line.kind == ReplLine::Kind::Message;
    const bool isTable = isMessage && !parts.empty() && line.text.startsWith(tr("Table: "));
    const QString text = value.isValid() && !isError && !isWarning ? QString() : levelSign(line.level) + line.text;
    const int row = m_model->addRoot({.name = name, .value = value, .text = text.isEmpty() && !value.isValid() ? QStringLiteral(" ") : text, .isError = isError, .isWarning = isWarning, .isLine = isMessage, .parts = std::move(parts)});
    m_lines.push_back(std::move(line));
    if (isTable) m_view->expand(m_model->index(row, 0));
    applyFilter(row);
    limit();
    showState();
    m_view->scrollToBottom();
}

void ReplPanel::take(const ConsoleMessage& message, const QString& thread)
{
    m_arrived.emplace_back(message, thread);
    if (!m_soon.isActive()) m_soon.start();
}

void ReplPanel::flush()
{
    auto arrived = std::exchange(m_arrived, {});
    const std::size_t left = arrived.size() > kMostAtOnce ? arrived.size() - kMostAtOnce : 0;
    if (left > 0) add({.text = tr("%L1 lines came at once and are left out here; the Console has them.").arg(left)}, {}, {}, {});
    for (std::size_t i = left; i < arrived.size(); ++i) {
        const auto& [message, thread] = arrived[i];
        int& depth = m_depths[thread];
        if (message.kind == ConsoleMessage::Kind::Clear) clear();
        if (message.kind == ConsoleMessage::Kind::GroupEnd) depth = std::max(0, depth - 1);
        if (message.kind == ConsoleMessage::Kind::Clear || message.kind == ConsoleMessage::Kind::GroupEnd) continue;
        const bool isGroup = message.kind == ConsoleMessage::Kind::Group;
        const QString indent = QString(depth * 2, u' ') + (isGroup ? QStringLiteral("▾ ") : QString());
        const QString place = message.place.line > 0 ? shortPlace(message.place) : QString();
        const QString name = thread.isEmpty() ? place : place.isEmpty() ? thread : tr("%1, %2").arg(place, thread);
        const bool isPlain = indent.isEmpty() && message.value.isValid();
        std::vector<RemoteProperty> parts = message.parts;
        if (!isPlain && message.value.isValid()) parts.push_back({.name = message.value.className, .value = message.value});
        add({.kind = ReplLine::Kind::Message, .level = message.level, .text = indent + message.text, .place = message.place, .time = message.time}, std::move(parts), isPlain ? message.value : RemoteValue(), name);
        if (isGroup) ++depth;
    }
}

void ReplPanel::buildFilter(QVBoxLayout* column)
{
    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(8, 2, 8, 2);
    strip->setSpacing(8);
    m_show = new QComboBox;
    m_show->setAccessibleName(tr("Which lines are shown"));
    m_show->addItems({tr("All lines"), tr("Without debug lines"), tr("Warnings and errors"), tr("Errors"), tr("Results")});
    m_filterInput = new QLineEdit;
    m_filterInput->setAccessibleName(tr("Filter"));
    m_filterInput->setPlaceholderText(tr("Filter by text"));
    m_filterInput->setClearButtonEnabled(true);
    m_filterInput->setMaximumWidth(260);
    m_hidden = new QLabel;
    m_hidden->setProperty("role", "muted");
    strip->addWidget(m_show);
    strip->addWidget(m_filterInput, 1);
    strip->addWidget(m_hidden);
    strip->addStretch(1);
    column->addLayout(strip);
    const auto change = [this] { setFilter({static_cast<ReplFilter::Show>(m_show->currentIndex()), m_filterInput->text()}); };
    connect(m_show, &QComboBox::activated, this, change);
    connect(m_filterInput, &QLineEdit::textChanged, this, change);
}

void ReplPanel::setFilter(const ReplFilter& filter)
{
    m_filter = filter;
    m_show->setCurrentIndex(static_cast<int>(filter.show));
    if (m_filterInput->text() != filter.text) m_filterInput->setText(filter.text);
    applyFilter(0);
}

void ReplPanel::applyFilter(int from)
{
    for (int row = from; row < m_model->roots(); ++row) m_view->setRowHidden(row, {}, !m_filter.admits(m_lines[static_cast<std::size_t>(row)]));
    const bool hidesNothing = m_filter.show == ReplFilter::Show::All && m_filter.text.isEmpty();
    const auto hidden = hidesNothing ? 0 : std::ranges::count_if(m_lines, [this](const ReplLine& line) { return !m_filter.admits(line); });
    m_hidden->setText(hidden == 0 ? QString() : tr("%L1 hidden").arg(hidden));
}

/// A getter is run; a line of a stack, or a line with a place, leads there.
void ReplPanel::follow(const QModelIndex& index)
{
    if (m_model->isGetter(index)) return m_model->callGetter(index);
    static const QRegularExpression place(QStringLiteral("\\((/.*):(\\d+):(\\d+)\\)$"));
    const QRegularExpressionMatch match = place.match(index.siblingAtColumn(ValueModel::Value).data().toString());
    if (match.hasMatch()) return emit placeWanted(match.captured(1), match.captured(2).toInt(), match.captured(3).toInt());
    if (index.parent().isValid()) return;
    const ScriptPlace& own = m_lines[static_cast<std::size_t>(index.row())].place;
    if (!own.path.isEmpty() && own.line > 0) emit placeWanted(own.path, own.line, std::max(1, own.column));
}

void ReplPanel::showMoment()
{
    QModelIndex index = m_view->currentIndex();
    while (index.parent().isValid()) index = index.parent();
    if (!index.isValid()) index = m_model->index(m_model->roots() - 1, 0);
    if (!index.isValid()) return;
    if (const double time = m_lines[static_cast<std::size_t>(index.row())].time; time > 0) emit momentWanted(static_cast<qint64>(time * 1e6));
}

void ReplPanel::clear()
{
    m_model->setRoots({});
    m_lines.clear();
    m_arrived.clear();
    m_removed = 0;
    m_session.debugger().release(QStringLiteral("console"));
    applyFilter(0);
    showState();
}

void ReplPanel::evaluate(const QString& expression)
{
    flush();
    const qint64 row = m_model->addRoot({.name = expression, .text = QStringLiteral("…")}) + m_removed;
    m_lines.push_back({.kind = ReplLine::Kind::Result, .text = expression});
    applyFilter(static_cast<int>(row - m_removed));
    limit();
    showState();
    m_view->scrollToBottom();
    // V8 keeps the last value as $_ for this group alone.
    const Debugger::Asking how{.frame = m_panel.currentFrame(), .isRepl = true, .most = 10'000, .group = QStringLiteral("console")};
    const auto done = [this, row, expression](const Evaluation& evaluation) { setResult(row, expression, evaluation); };
    static const QRegularExpression awaits(QStringLiteral("\\bawait\\b"));
    if (!m_session.debugger().isPaused() || !expression.contains(awaits)) return m_session.debugger().evaluate(expression, how, done);
    m_session.debugger().evaluateAwaiting(expression, how, [this, row, expression] {
        const auto at = static_cast<int>(row - m_removed);
        if (at >= 0 && at < m_model->roots() && m_model->root(at).name == expression) m_model->setRoot(at, {.name = expression, .text = tr("waits until the program has gone on so far")});
    }, done);
}

void ReplPanel::showHeapObject(quint32 number)
{
    flush();
    const QString name = tr("object @%1").arg(number);
    const qint64 row = m_model->addRoot({.name = name, .text = QStringLiteral("…")}) + m_removed;
    m_lines.push_back({.kind = ReplLine::Kind::Result, .text = name});
    applyFilter(static_cast<int>(row - m_removed));
    limit();
    showState();
    m_view->scrollToBottom();
    m_session.debugger().heapObject(number, QStringLiteral("console"), [this, row, name](const Evaluation& evaluation) { setResult(row, name, evaluation); });
}

void ReplPanel::setResult(qint64 row, const QString& expression, const Evaluation& evaluation)
{
    const auto at = static_cast<int>(row - m_removed);
    if (at < 0 || at >= m_model->roots() || m_model->root(at).name != expression) return;
    ReplLine& line = m_lines[static_cast<std::size_t>(at)];
    line.text = expression + u' ' + (evaluation.isOk() ? evaluation.value.text : evaluation.error);
    if (!evaluation.isOk()) line.level = ConsoleMessage::Level::Error;
    if (evaluation.isOk()) m_model->setRoot(at, {.name = expression, .value = evaluation.value});
    else m_model->setRoot(at, {.name = expression, .value = evaluation.value, .text = evaluation.error, .isError = true, .parts = stackRows(evaluation.value)});
    applyFilter(at);
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
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isReturn = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isReturn && key->modifiers() == Qt::ControlModifier) return showMoment(), true;
    }
    if (watched != m_input || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Up) return recall(-1), true;
    if (key->key() == Qt::Key_Down) return recall(+1), true;
    if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier && !m_input->text().isEmpty()) return complete(), true;
    if (key->key() == Qt::Key_L && key->modifiers() == Qt::ControlModifier) return clear(), true;
    return QWidget::eventFilter(watched, event);
}

} // namespace loopscope
