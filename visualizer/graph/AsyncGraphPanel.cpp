#include "visualizer/graph/AsyncGraphPanel.h"

#include "visualizer/graph/AsyncCrumbs.h"
#include "visualizer/graph/AsyncGraphModel.h"
#include "visualizer/graph/AsyncGraphTree.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStackedLayout>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {
constexpr int kFrame = 16;                   ///< ms
constexpr std::uint64_t kSlice = 1 << 18;    ///< records taken in at once: some 10 ms
constexpr std::size_t kMostRoots = 200;      ///< of a selection
constexpr std::uint32_t kMoreAtOnce = 200;   ///< children, where the user asks for more
constexpr std::size_t kLongestWay = 24;
}

AsyncGraphPanel::AsyncGraphPanel(TraceView& view, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_view(view), m_themes(themes), m_model(new AsyncGraphModel(themes, this)), m_tree(new AsyncGraphTree(*m_model, themes)),
      m_crumbs(new AsyncCrumbs), m_pin(new QToolButton), m_internal(new QToolButton), m_summary(new QLabel), m_empty(new QLabel), m_stack(new QStackedLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    buildHead(column);
    m_empty->setProperty("role", "muted");
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(12);
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_empty);
    column->addLayout(m_stack, 1);

    m_soon.setSingleShot(true);
    m_soon.setInterval(kFrame);
    connect(&m_soon, &QTimer::timeout, this, &AsyncGraphPanel::refresh);
    connect(&view, &TraceView::recordingChanged, this, &AsyncGraphPanel::takeRecording);
    connect(&view, &TraceView::grew, this, &AsyncGraphPanel::soon);
    connect(&view, &TraceView::cursorChanged, this, &AsyncGraphPanel::soon);
    connect(&view, &TraceView::selectionChanged, this, &AsyncGraphPanel::soon);
    connect(&themes, &ThemeManager::changed, this, &AsyncGraphPanel::dress);
    connectTree();
    takeRecording();
    dress();
}

AsyncGraphPanel::~AsyncGraphPanel() = default;

void AsyncGraphPanel::buildHead(QLayout* column)
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 0);
    row->setSpacing(4);
    row->addWidget(m_crumbs, 1);
    m_internal->setText(tr("Node's own"));
    m_internal->setCheckable(true);
    m_internal->setToolTip(tr("Callbacks of Node's own JavaScript too, not only those that lead to the program's"));
    row->addWidget(m_internal);
    m_pin->setText(tr("Pin"));
    m_pin->setIcon(icon(m_themes, QStringLiteral("bookmark")));
    m_pin->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_pin->setCheckable(true);
    m_pin->setToolTip(tr("Keep this tree, wherever the cursor goes"));
    row->addWidget(m_pin);
    static_cast<QVBoxLayout*>(column)->addLayout(row);
    m_summary->setProperty("role", "hint");
    m_summary->setContentsMargins(12, 0, 12, 4);
    m_summary->setMinimumWidth(1);
    m_summary->setWordWrap(true);
    column->addWidget(m_summary);
    connect(m_pin, &QToolButton::toggled, this, &AsyncGraphPanel::setPinned);
    connect(m_internal, &QToolButton::toggled, this, [this](bool on) {
        m_limits.internal = on;
        refresh();
    });
    connect(m_crumbs, &AsyncCrumbs::chosen, this, &AsyncGraphPanel::showFrom);
}

void AsyncGraphPanel::connectTree()
{
    m_tree->viewport()->installEventFilter(this);
    connect(m_tree, &QTreeView::activated, this, &AsyncGraphPanel::activate);
    connect(m_tree, &AsyncGraphTree::momentRequested, this, &AsyncGraphPanel::goToMoment);
    connect(m_tree, &AsyncGraphTree::upRequested, this, &AsyncGraphPanel::goUp);
    connect(m_tree, &AsyncGraphTree::rootRequested, this, [this](const QModelIndex& index) {
        if (const AsyncNode* node = m_model->node(index)) showFrom(node->run);
    });
    connect(m_tree, &AsyncGraphTree::pointed, this, [this](const QModelIndex& index) {
        const AsyncNode* node = m_model->node(index);
        m_view.setHighlighted(node ? node->id : 0);
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        const AsyncNode* node = m_model->node(current);
        if (!m_moving && node) m_view.setHighlighted(node->id);
        if (!m_moving) showWay();
    });
    const auto fold = [this](const QModelIndex& index, bool isCollapsed) {
        const AsyncNode* node = m_model->node(index);
        if (m_moving || !node) return;
        if (isCollapsed) m_collapsed.insert(node->run);
        else m_collapsed.erase(node->run);
    };
    connect(m_tree, &QTreeView::collapsed, this, [fold](const QModelIndex& index) { fold(index, true); });
    connect(m_tree, &QTreeView::expanded, this, [fold](const QModelIndex& index) { fold(index, false); });
}

void AsyncGraphPanel::dress()
{
    m_tree->fit();
    m_tree->viewport()->update();
    const double width = this->width() / m_themes.theme().scale;
    m_pin->setToolButtonStyle(width < 560 ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

QSize AsyncGraphPanel::sizeHint() const
{
    constexpr int kRows = 8;
    return {QWidget::sizeHint().width(), layout()->itemAt(0)->sizeHint().height() + m_summary->sizeHint().height() + m_tree->header()->height() + qRound(kRows * 22 * m_themes.theme().scale)};
}

void AsyncGraphPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    dress();
}

void AsyncGraphPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void AsyncGraphPanel::takeRecording()
{
    m_runs = m_view.recording() ? std::make_unique<AsyncRuns>(*m_view.recording()) : nullptr;
    m_roots.clear();
    m_collapsed.clear();
    m_limits.opened.clear();
    m_atCursor = AsyncRuns::kNone;
    m_cursorSeen = ~std::uint64_t{0};
    m_pin->setChecked(false);
    m_model->show({}, nullptr);
    m_crumbs->setWay({});
    showState();
    soon();
}

void AsyncGraphPanel::soon()
{
    if (isVisible() && !m_soon.isActive()) m_soon.start();
}

bool AsyncGraphPanel::isUnderHands() const { return m_tree->hasFocus() || m_tree->viewport()->underMouse(); }

std::vector<AsyncRuns::Row> AsyncGraphPanel::wantedRoots()
{
    m_rootsBeyond = 0;
    if (m_isPinned) return m_roots;
    if (const auto range = m_view.selection()) return m_runs->rootsIn(range->from, range->to, kMostRoots, &m_rootsBeyond);
    m_atCursor = m_runs->runningAt(m_view.cursor());
    if (m_atCursor == AsyncRuns::kNone) return {};
    const bool isShown = m_model->tree().nodeOf(m_atCursor) >= 0;
    if (!m_roots.empty() && isUnderHands() && (isShown || m_view.isFollowing())) return m_roots;
    return {outermost(*m_runs, m_atCursor)};
}

void AsyncGraphPanel::refresh()
{
    m_soon.stop();
    if (!isVisible() || !m_runs || !m_view.model()) return;
    if (!m_runs->extend(kSlice)) {
        showState();
        return soon();
    }
    m_roots = wantedRoots();
    AsyncTree tree = asyncTree(*m_runs, m_roots, m_limits, m_view.recording()->duration());
    tree.rootsBeyond += m_rootsBeyond;
    showTree(std::move(tree));
}

void AsyncGraphPanel::showTree(AsyncTree tree)
{
    const QScopedValueRollback moving(m_moving, true);
    const AsyncNode* current = m_model->node(m_tree->currentIndex());
    const AsyncRuns::Row run = current ? current->run : AsyncRuns::kNone;
    const int scrolled = m_tree->verticalScrollBar()->value();
    const bool isSameRoot = !tree.nodes.empty() && !m_model->tree().nodes.empty() && tree.nodes[0].run == m_model->tree().nodes[0].run;
    if (m_model->show(std::move(tree), m_view.model())) {
        restoreFolding();
        m_tree->fit();
        if (isSameRoot && m_model->indexOf(run).isValid()) m_tree->setCurrentIndex(m_model->indexOf(run));
        if (isSameRoot) m_tree->verticalScrollBar()->setValue(scrolled);
    }
    showState();
    showCurrent();
    showWay();
}

void AsyncGraphPanel::restoreFolding()
{
    m_tree->expandAll();
    for (const AsyncRuns::Row run : m_collapsed)
        if (const QModelIndex index = m_model->indexOf(run); index.isValid()) m_tree->collapse(index);
}

/// The row of the cursor's callback, when the cursor has moved and nobody is busy with the rows.
void AsyncGraphPanel::showCurrent()
{
    if (std::exchange(m_cursorSeen, m_view.cursor()) == m_view.cursor() && m_tree->currentIndex().isValid()) return;
    QModelIndex index = m_model->indexOf(m_isPinned || m_view.selection() ? m_runs->runningAt(m_view.cursor()) : m_atCursor);
    if (!index.isValid() && !m_tree->currentIndex().isValid()) index = m_model->index(0, AsyncGraphModel::What);
    if (!index.isValid() || m_model->tree().nodes.empty()) return;
    if (m_view.isFollowing() && isUnderHands() && m_tree->currentIndex().isValid()) return;
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
    if (m_tree->horizontalScrollBar()->maximum() == 0) m_tree->horizontalScrollBar()->setValue(0);
}

void AsyncGraphPanel::showWay()
{
    std::vector<AsyncCrumbs::Crumb> way;
    const AsyncNode* current = m_model->node(m_tree->currentIndex());
    const AsyncRuns::Row last = current ? current->run : m_roots.empty() ? AsyncRuns::kNone : m_roots.front();
    if (!m_runs || m_model->tree().nodes.empty() || last == AsyncRuns::kNone) return m_crumbs->setWay({});
    const AsyncNodeText text(*m_view.model());
    for (const AsyncRuns::Row run : m_runs->chain(last, kLongestWay)) {
        const AsyncNodeText::Name name = text.name(run, m_runs->at(run));
        const QString tip = name.place.isEmpty() ? name.name : name.name + QStringLiteral("\n") + name.place;
        way.insert(way.begin(), {run, name.name, tr("%1\nShow from here").arg(tip), std::ranges::find(m_roots, run) != m_roots.end()});
    }
    m_crumbs->setWay(std::move(way));
}

QString AsyncGraphPanel::summaryText() const { return m_model->tree().nodes.empty() ? QString() : m_model->summary(); }

QString AsyncGraphPanel::emptyText() const
{
    if (!m_model->tree().nodes.empty()) return {};
    if (!m_view.recording())
        return tr("Who scheduled what appears here: from a callback to all that came of it, with the time that each waited and ran. "
                  "Press F5 to run the script in the editor.");
    const DetailLevel detail = m_view.recording()->info().detail;
    if (detail == DetailLevel::Off || detail == DetailLevel::Monitor)
        return tr("Callbacks were not recorded at this level of detail. Run the script with Trace or Lesson to see who scheduled them.");
    if (m_runs && m_runs->extent() < m_view.recording()->size()) return tr("Reading the recording…");
    if (m_view.selection())
        return tr("No callback begins in the selected %1. Select a longer stretch of the timeline, or press Esc there to follow the cursor.")
            .arg(Labels::duration(m_view.selection()->length()));
    if (!m_view.recording()->isComplete()) return tr("No callback has run yet.");
    return tr("Nothing has run before the cursor. Move it to a callback to see what came of it.");
}

void AsyncGraphPanel::showState()
{
    const QString empty = emptyText();
    m_empty->setText(empty);
    m_stack->setCurrentWidget(empty.isEmpty() ? static_cast<QWidget*>(m_tree) : m_empty);
    m_summary->setText(summaryText());
    m_summary->setVisible(empty.isEmpty());
    m_pin->setEnabled(empty.isEmpty());
}

void AsyncGraphPanel::showFrom(AsyncRuns::Row run)
{
    m_roots = {run};
    m_isPinned = true;
    m_pin->setChecked(true);
    refresh();
}

void AsyncGraphPanel::setPinned(bool pinned)
{
    if (m_isPinned == pinned) return;
    m_isPinned = pinned;
    refresh();
}

void AsyncGraphPanel::goUp()
{
    const AsyncRuns::Row parent = m_roots.empty() ? AsyncRuns::kNone : m_runs->at(m_roots.front()).parent;
    if (parent != AsyncRuns::kNone) showFrom(parent);
}

void AsyncGraphPanel::openFolded(const QModelIndex& index)
{
    const AsyncNode* folder = m_model->folder(index);
    if (!folder) return;
    const QPersistentModelIndex parent(index.parent());
    const int row = index.row();
    const AsyncRuns::Row above = folder->run;
    m_limits.opened[above] = static_cast<std::uint32_t>(folder->children) + folder->internal + kMoreAtOnce;
    refresh();
    const QScopedValueRollback moving(m_moving, true);
    m_tree->setCurrentIndex(m_model->index(row, AsyncGraphModel::What, m_model->indexOf(above)));
}

void AsyncGraphPanel::activate(const QModelIndex& index)
{
    const AsyncNode* node = m_model->node(index);
    if (!node) return openFolded(index);
    const SiteId site = m_model->name(*node).site;
    if (site != SiteId::None) emit siteRequested(site, node->id);
}

void AsyncGraphPanel::goToMoment(const QModelIndex& index)
{
    const AsyncNode* node = m_model->node(index);
    if (node && node->ran()) m_view.setCursor(node->facts.begin + std::uint64_t{1});
}

bool AsyncGraphPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Leave && m_view.isFollowing()) soon(); // it follows again
    return QWidget::eventFilter(watched, event);
}

} // namespace loopscope
