#include "app/debugger/DebugPanel.h"

#include "app/debugger/DebugSession.h"
#include "app/debugger/StackModel.h"
#include "app/debugger/StopsView.h"
#include "app/debugger/ValueModel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QAction>
#include <QComboBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>
#include <QTreeView>

namespace loopscope {

namespace {

QString scopeName(const Scope& scope)
{
    const auto tr = [](const char* text) { return DebugPanel::tr(text); };
    if (scope.type == QLatin1String("local")) return tr("Local");
    if (scope.type == QLatin1String("closure")) return scope.name.isEmpty() ? tr("Closure") : tr("Closure of %1").arg(scope.name);
    if (scope.type == QLatin1String("block")) return tr("Block");
    if (scope.type == QLatin1String("catch")) return tr("Catch");
    if (scope.type == QLatin1String("module")) return tr("Module");
    if (scope.type == QLatin1String("script")) return tr("Script");
    if (scope.type == QLatin1String("global")) return tr("Global");
    return scope.type;
}

} // namespace

DebugPanel::DebugPanel(DebugSession& session, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_session(session), m_themes(themes), m_stack(new StackModel(themes, this)), m_variables(new ValueModel(session, themes, this)),
      m_watches(new ValueModel(session, themes, this)), m_stops(new StopsView(session, themes)), m_buttons(new QWidget), m_targets(new QComboBox), m_sentence(new QLabel), m_splitter(new QSplitter)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 2, 8, 2);
    head->setSpacing(4);
    (new QHBoxLayout(m_buttons))->setContentsMargins(0, 0, 0, 0);
    m_buttons->layout()->setSpacing(0);
    head->addWidget(m_buttons);
    head->addWidget(m_targets);
    m_targets->setAccessibleName(tr("Thread"));
    m_targets->setToolTip(tr("Whose stack and variables are shown"));
    m_targets->hide();
    head->addWidget(m_sentence, 1);
    m_sentence->setMinimumWidth(1);
    column->addLayout(head);
    m_stackView = makeTree(m_stack, tr("Call stack"));
    m_stackView->setRootIsDecorated(false);
    m_variablesView = makeTree(m_variables, tr("Variables"));
    m_variables->setTitle(tr("Variables"));
    m_watches->setTitle(tr("Watch"));
    m_watches->setNamesEditable(true);
    m_watchView = makeTree(m_watches, tr("Watched expressions"));
    for (QWidget* part : std::initializer_list<QWidget*>{m_stackView, m_variablesView, m_watchView, m_stops}) m_splitter->addWidget(part);
    m_stops->setMinimumSize(80, 40);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    column->addWidget(m_splitter, 1);
    connectTrees();
    connect(&session, &DebugSession::paused, this, &DebugPanel::showPause);
    connect(&session, &DebugSession::stateChanged, this, &DebugPanel::showState);
    connect(&session, &DebugSession::targetsChanged, this, &DebugPanel::showTargets);
    connect(m_targets, &QComboBox::activated, this, [this](int row) {
        m_session.setCurrent(*m_session.targets()[static_cast<std::size_t>(row)].debugger);
        if (m_session.debugger().isPaused()) showPause();
    });
    connect(m_stops, &StopsView::placeWanted, this, &DebugPanel::placeWanted);
    connect(m_stops, &StopsView::editWanted, this, &DebugPanel::breakpointEditWanted);
    connect(&themes, &ThemeManager::changed, this, &DebugPanel::dress);
    setExpressions({});
    showState();
    dress();
}

DebugPanel::~DebugPanel() = default;

QTreeView* DebugPanel::makeTree(QAbstractItemModel* model, const QString& name)
{
    auto* view = new QTreeView;
    view->setModel(model);
    view->setAccessibleName(name);
    view->setFrameShape(QFrame::NoFrame);
    view->setUniformRowHeights(true);
    view->setIndentation(14);
    view->setEditTriggers(QAbstractItemView::EditKeyPressed);
    view->setExpandsOnDoubleClick(false);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->header()->setSectionsMovable(false);
    view->header()->setHighlightSections(false);
    view->header()->setStretchLastSection(true);
    view->setMinimumSize(80, 40);
    return view;
}

void DebugPanel::connectTrees()
{
    connect(m_stackView->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid() && m_stack->frame(current.row()) >= 0) setCurrentFrame(m_stack->frame(current.row()));
    });
    const auto go = [this](const QModelIndex& index) {
        const ScriptPlace* place = m_stack->place(index.row());
        if (place && !place->path.isEmpty()) emit placeWanted(place->path, place->line, place->column);
    };
    connect(m_stackView, &QTreeView::clicked, this, go);
    connect(m_stackView, &QTreeView::activated, this, go);
    for (QTreeView* view : {m_variablesView, m_watchView}) {
        auto* model = static_cast<ValueModel*>(view->model());
        connect(view, &QTreeView::activated, this, [view, model](const QModelIndex& index) {
            if (model->isGetter(index)) return model->callGetter(index);
            if (model->flags(index) & Qt::ItemIsEditable) return view->edit(index);
            view->setExpanded(index.siblingAtColumn(0), !view->isExpanded(index.siblingAtColumn(0)));
        });
        connect(model, &ValueModel::problem, this, &DebugPanel::problem);
        connect(model, &ValueModel::changed, this, [this] {
            showVariables();
            evaluateWatches();
        });
        view->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(view, &QTreeView::customContextMenuRequested, this, [this, view](const QPoint& at) { valueMenu(view, at); });
    }
    connect(m_variables, &ValueModel::filled, this, [this](const QModelIndex& parent) {
        if (!parent.parent().isValid() && m_variables->isFilled()) emit variablesChanged();
    });
    connect(m_watches, &ValueModel::nameEdited, this, &DebugPanel::editWatch, Qt::QueuedConnection);
}

void DebugPanel::dress()
{
    const Theme& theme = m_themes.theme();
    for (QTreeView* view : {m_stackView, m_variablesView, m_watchView, static_cast<QTreeView*>(m_stops)}) {
        view->header()->setFixedHeight(qRound(24 * theme.scale));
        view->setIconSize(QSize(12, 12) * theme.scale);
    }
    m_sentence->setFont(theme.font(TextSize::Small, QFont::DemiBold));
}

void DebugPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_splitter->setOrientation(width() < 560 * m_themes.theme().scale ? Qt::Vertical : Qt::Horizontal);
    const int part = (m_splitter->orientation() == Qt::Horizontal ? m_splitter->width() : m_splitter->height()) / 16;
    if (part > 0) m_splitter->setSizes({part * 4, part * 5, part * 3, part * 4});
    for (QTreeView* view : {m_stackView, m_variablesView, m_watchView}) view->header()->resizeSection(0, view->width() * (view == m_stackView ? 60 : 45) / 100);
}

QSize DebugPanel::sizeHint() const { return {QWidget::sizeHint().width(), qRound(230 * m_themes.theme().scale)}; }

QString DebugPanel::sentence() const { return m_sentence->text(); }

void DebugPanel::setActions(const QList<QAction*>& actions)
{
    for (QAction* action : actions) {
        auto* button = new QToolButton(m_buttons);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        m_buttons->layout()->addWidget(button);
    }
}

void DebugPanel::showState()
{
    const Debugger& debugger = m_session.debugger();
    const QString before = m_sentence->text();
    switch (debugger.state()) {
    case Debugger::State::Detached: m_sentence->setText(tr("No program is being debugged. Set a breakpoint, then press F5; F11 stops at the first line.")); break;
    case Debugger::State::Starting: m_sentence->setText(tr("The program begins…")); break;
    case Debugger::State::Running: m_sentence->setText(m_session.isAttached() ? tr("Attached to a program of another process, which is not recorded. F6 stops it where it is.") : tr("Runs. F6 stops it where it is.")); break;
    case Debugger::State::Paused: m_sentence->setText(debugger.sentence()); break;
    }
    showTargets();
    if (m_sentence->text() != before) {
        m_sentence->setToolTip(m_sentence->text());
        m_sentence->setProperty("role", debugger.isPaused() ? QVariant() : QVariant(QStringLiteral("muted")));
        m_sentence->style()->unpolish(m_sentence);
        m_sentence->style()->polish(m_sentence);
    }
    if (debugger.isPaused()) return;
    ++m_moment;
    if (debugger.state() == Debugger::State::Running || debugger.state() == Debugger::State::Detached) {
        m_stack->clear();
        m_variables->setRoots({});
        evaluateWatches();
    }
}

void DebugPanel::showTargets()
{
    const auto targets = m_session.targets();
    if (targets.size() == 1 && m_targets->count() == 1) return;
    m_targets->clear();
    for (const DebugSession::Target& target : targets) {
        m_targets->addItem(target.debugger->isPaused() ? tr("%1 (paused)").arg(target.name) : target.name);
        if (target.debugger == &m_session.debugger()) m_targets->setCurrentIndex(m_targets->count() - 1);
    }
    m_targets->setVisible(targets.size() > 1);
}

void DebugPanel::showPause()
{
    ++m_moment;
    const Pause& pause = m_session.debugger().pause();
    m_stack->show(pause, m_session.debugger().skipFiles());
    m_frame = 0;
    m_stackView->setCurrentIndex(m_stack->index(0, 0));
    showState();
    showVariables();
    evaluateWatches();
    emit frameChanged();
    if (pause.frames.empty()) return;
    const ScriptPlace& place = pause.frames.front().place;
    if (!place.path.isEmpty()) emit placeWanted(place.path, place.line, place.column);
}

void DebugPanel::setCurrentFrame(int frame)
{
    if (frame == m_frame || !m_session.debugger().isPaused()) return;
    m_frame = frame;
    ++m_moment;
    m_stack->setCurrent(frame);
    showVariables();
    evaluateWatches();
    emit frameChanged();
}

void DebugPanel::showVariables()
{
    const Debugger& debugger = m_session.debugger();
    if (debugger.isPaused() && debugger.pause().frames.empty()) return showGlobals();
    if (!debugger.isPaused() || static_cast<std::size_t>(m_frame) >= debugger.pause().frames.size()) return m_variables->setRoots({});
    const CallFrame& frame = debugger.pause().frames[static_cast<std::size_t>(m_frame)];
    std::vector<ValueModel::Root> roots;
    if (m_frame == 0 && debugger.pause().exception.isValid()) roots.push_back({.name = tr("Error"), .value = debugger.pause().exception});
    if (frame.returnValue.isValid() && frame.returnValue.type != QLatin1String("undefined")) roots.push_back({.name = tr("Return value"), .value = frame.returnValue});
    std::vector<int> opened;
    for (std::size_t i = 0; i < frame.scopes.size(); ++i) {
        RemoteValue value{.type = QStringLiteral("object"), .objectId = frame.scopes[i].objectId};
        if (frame.scopes[i].type != QLatin1String("global") && roots.size() < 6) opened.push_back(static_cast<int>(roots.size()));
        roots.push_back({.name = scopeName(frame.scopes[i]), .value = value, .text = QStringLiteral(" "), .scope = static_cast<int>(i)});
    }
    if (frame.self.isValid() && frame.self.type != QLatin1String("undefined")) roots.push_back({.name = QStringLiteral("this"), .value = frame.self});
    m_variables->setFrame(static_cast<std::size_t>(m_frame));
    if (m_variables->renewRoots(roots)) return;
    m_variables->setRoots(std::move(roots));
    // A view that stands behind another's tab opens nothing, and the editor shows these values too.
    for (const int row : opened) {
        m_variables->fetchMore(m_variables->index(row, 0));
        m_variablesView->expand(m_variables->index(row, 0));
    }
}

/// Where no function of the program's runs.
void DebugPanel::showGlobals()
{
    const Pause& pause = m_session.debugger().pause();
    std::vector<ValueModel::Root> roots;
    if (pause.exception.isValid()) roots.push_back({.name = tr("Error"), .value = pause.exception});
    if (!pause.globals.isEmpty()) roots.push_back({.name = tr("Global"), .value = {.type = QStringLiteral("object"), .objectId = pause.globals}, .text = QStringLiteral(" ")});
    m_variables->setRoots(std::move(roots));
}

QHash<QString, QString> DebugPanel::namesInView() const
{
    QHash<QString, QString> names;
    const Debugger& debugger = m_session.debugger();
    if (!debugger.isPaused() || static_cast<std::size_t>(m_frame) >= debugger.pause().frames.size()) return names;
    const CallFrame& frame = debugger.pause().frames[static_cast<std::size_t>(m_frame)];
    for (int row = m_variables->roots() - 1; row >= 0; --row) { // the innermost says last
        const int scope = m_variables->root(row).scope;
        if (scope < 0 || static_cast<std::size_t>(scope) >= frame.scopes.size()) continue;
        const QString& type = frame.scopes[static_cast<std::size_t>(scope)].type;
        if (type == QLatin1String("closure") || type == QLatin1String("global") || type == QLatin1String("script")) continue;
        const QModelIndex parent = m_variables->index(row, 0);
        for (int i = 0; i < m_variables->rowCount(parent); ++i) {
            const QModelIndex index = m_variables->index(i, 0, parent);
            if (m_variables->value(index).type != QLatin1String("function")) names[m_variables->name(index)] = m_variables->value(index).text;
        }
    }
    return names;
}

QStringList DebugPanel::expressions() const
{
    QStringList all;
    for (int i = 0; i + 1 < m_watches->roots(); ++i) all << m_watches->root(i).source;
    return all;
}

void DebugPanel::setExpressions(const QStringList& expressions)
{
    std::vector<ValueModel::Root> roots;
    for (const QString& expression : expressions) roots.push_back({.name = expression, .source = expression});
    roots.push_back({.name = tr("Add an expression: F2"), .text = QStringLiteral(" ")});
    m_watches->setRoots(std::move(roots));
    m_watchView->setFirstColumnSpanned(m_watches->roots() - 1, {}, true);
    evaluateWatches();
}

void DebugPanel::addWatch(const QString& expression)
{
    if (expression.trimmed().isEmpty()) return;
    setExpressions(expressions() << expression.trimmed());
    emit expressionsChanged();
}

void DebugPanel::editWatch(int row, const QString& expression)
{
    QStringList all = expressions();
    const bool isNew = row >= all.size();
    if (isNew && (expression.isEmpty() || expression == m_watches->root(row).name)) return;
    if (isNew) all << expression;
    else if (expression.isEmpty()) all.removeAt(row);
    else all[row] = expression;
    setExpressions(all);
    emit expressionsChanged();
}

void DebugPanel::evaluateWatches()
{
    for (int row = 0; row + 1 < m_watches->roots(); ++row) evaluateWatch(row);
}

void DebugPanel::evaluateWatch(int row)
{
    const QString source = m_watches->root(row).source;
    if (!m_session.debugger().isPaused()) return m_watches->setRoot(row, {.name = source, .text = tr("not paused"), .source = source});
    m_session.debugger().evaluate(source, {.frame = m_frame}, [this, row, source, moment = m_moment](const Evaluation& evaluation) {
        if (moment != m_moment || row >= m_watches->roots() || m_watches->root(row).source != source) return;
        if (evaluation.isOk()) m_watches->setRoot(row, {.name = source, .value = evaluation.value, .source = source});
        else m_watches->setRoot(row, {.name = source, .text = evaluation.error, .isError = true, .source = source});
    });
}

void DebugPanel::valueMenu(QTreeView* view, const QPoint& at)
{
    auto* model = static_cast<ValueModel*>(view->model());
    const QModelIndex index = view->indexAt(at);
    const QString path = model->path(index);
    QMenu menu(this);
    if (index.isValid() && !model->value(index).text.isEmpty())
        menu.addAction(tr("Copy value"), this, [text = model->value(index).text] { QGuiApplication::clipboard()->setText(text); });
    if (!path.isEmpty()) menu.addAction(tr("Copy as expression"), this, [path] { QGuiApplication::clipboard()->setText(path); });
    if (!path.isEmpty() && view == m_variablesView) menu.addAction(tr("Watch"), this, [this, path] { addWatch(path); });
    if (model->flags(index.siblingAtColumn(1)) & Qt::ItemIsEditable) menu.addAction(tr("Set value\tF2"), this, [view, index] { view->edit(index.siblingAtColumn(1)); });
    if (view == m_watchView) {
        menu.addAction(tr("Add an expression"), this, [this] { m_watchView->edit(m_watches->index(m_watches->roots() - 1, 0)); });
        if (index.isValid() && !index.parent().isValid() && index.row() + 1 < m_watches->roots()) {
            menu.addAction(tr("Edit\tF2"), this, [this, index] { m_watchView->edit(index.siblingAtColumn(0)); });
            menu.addAction(tr("Remove"), this, [this, row = index.row()] { editWatch(row, {}); });
        }
    }
    if (!menu.isEmpty()) menu.exec(view->viewport()->mapToGlobal(at));
}

} // namespace loopscope
