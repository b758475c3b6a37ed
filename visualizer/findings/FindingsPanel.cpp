#include "visualizer/findings/FindingsPanel.h"

#include "visualizer/findings/FindingDelegate.h"
#include "visualizer/findings/FindingsModel.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/Icon.h"
#include "visualizer/theme/StillLabel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStackedLayout>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {
constexpr int kFrame = 16; ///< ms
}

FindingsPanel::FindingsPanel(TraceView& view, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_view(view), m_themes(themes), m_model(new FindingsModel(themes, this)), m_table(new QTableView), m_search(new QLineEdit),
      m_count(new StillLabel), m_empty(new QLabel), m_stack(new QStackedLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(4);
    buildFilter(row);
    column->addLayout(row);
    buildTable();
    m_empty->setProperty("role", "muted");
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(12);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    column->addLayout(m_stack, 1);

    m_soon.setSingleShot(true);
    m_soon.setInterval(kFrame);
    m_fit.setSingleShot(true);
    m_fit.setInterval(0);
    connect(&m_fit, &QTimer::timeout, this, &FindingsPanel::fitRows);
    connect(&m_soon, &QTimer::timeout, this, &FindingsPanel::grow);
    connect(&view, &TraceView::recordingChanged, this, &FindingsPanel::takeRecording);
    connect(&view, &TraceView::grew, this, [this] { if (!m_soon.isActive()) m_soon.start(); });
    connect(&view, &TraceView::selectionChanged, this, &FindingsPanel::applyFilter);
    connect(&themes, &ThemeManager::changed, this, &FindingsPanel::dress);
    takeRecording();
    dress();
}

void FindingsPanel::buildFilter(QLayout* row)
{
    m_search->setPlaceholderText(tr("Filter"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Filter of findings"));
    m_search->addAction(icon(m_themes, "filter"), QLineEdit::LeadingPosition);
    m_search->setToolTip(tr("Part of a sentence or of a file's name"));
    m_search->setMinimumWidth(160);
    m_search->setMaximumWidth(320);
    row->addWidget(m_search);
    connect(m_search, &QLineEdit::textChanged, this, &FindingsPanel::applyFilter);
    m_count->label().setProperty("role", "hint");
    m_count->label().setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_count->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    row->addWidget(m_count);
}

void FindingsPanel::buildTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(FindingsModel::What, new FindingDelegate(m_themes, m_table));
    m_table->setShowGrid(false);
    m_table->setWordWrap(true); // else no width is known when rows get their heights
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Findings"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(FindingsModel::What, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (!m_moving && current.isValid()) choose(current.row());
    });
    // The row may be the one that was chosen before, and the cursor elsewhere meanwhile.
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) { choose(index.row()); });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        const Finding finding = m_model->finding(index.row());
        choose(index.row());
        if (finding.site != SiteId::None) emit siteRequested(finding.site, finding.id);
    });
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int section) {
        if (section == FindingsModel::What) m_fit.start();
    });
}

void FindingsPanel::dress()
{
    const Theme& t = m_themes.theme();
    m_table->horizontalHeader()->setFixedHeight(qRound(26 * t.scale));
    m_table->verticalHeader()->setMinimumSectionSize(qRound(22 * t.scale));
    m_table->verticalHeader()->setDefaultSectionSize(qRound(40 * t.scale));
    const int widths[] = {96, 0, 84, 140, 100};
    for (const int column : {FindingsModel::Weight, FindingsModel::Worst, FindingsModel::Place, FindingsModel::Moment})
        m_table->setColumnWidth(column, qRound(widths[column] * t.scale));
    m_table->setIconSize(QSize(14, 14) * t.scale);
    fitColumns();
    fitRows();
}

QSize FindingsPanel::sizeHint() const
{
    constexpr int kRows = 4;
    const int filter = layout()->itemAt(0)->sizeHint().height();
    return {QWidget::sizeHint().width(), filter + m_table->horizontalHeader()->height() + kRows * m_table->verticalHeader()->defaultSectionSize()};
}

void FindingsPanel::takeRecording()
{
    const QScopedValueRollback moving(m_moving, true);
    // A live run that is held to its last events goes on in a new recording with the same dictionary: places stay the same.
    const auto dictionary = m_view.recording() ? m_view.recording()->sharedDictionary() : nullptr;
    if (std::exchange(m_dictionary, dictionary) != dictionary) m_chosen.reset();
    m_model->reset(m_view.model());
    restoreRow();
    fitRows();
    showState();
}

void FindingsPanel::grow()
{
    const QScopedValueRollback moving(m_moving, true);
    const int scrolled = m_table->verticalScrollBar()->value();
    if (m_model->refresh()) {
        restoreRow();
        fitRows();
        m_table->verticalScrollBar()->setValue(scrolled);
    }
    showState();
}

void FindingsPanel::applyFilter()
{
    const QScopedValueRollback moving(m_moving, true);
    m_model->setFilter(m_search->text().trimmed());
    m_model->setRange(m_view.selection());
    restoreRow();
    fitRows();
    showState();
}

void FindingsPanel::restoreRow()
{
    const int row = m_chosen ? m_model->rowOf(*m_chosen) : -1;
    if (row >= 0) m_table->setCurrentIndex(m_model->index(row, FindingsModel::What));
}

/// In a narrow panel the sentence has the room; the tooltip says the rest.
void FindingsPanel::fitColumns()
{
    const double width = this->width() / m_themes.theme().scale;
    m_table->setColumnHidden(FindingsModel::Place, width < 620);
    m_table->setColumnHidden(FindingsModel::Moment, width < 480);
}

/// Only where it is seen: a row is as high as its sentences need.
void FindingsPanel::fitRows()
{
    if (isVisible()) m_table->resizeRowsToContents();
}

QString FindingsPanel::countText() const
{
    const int total = m_model->total(), shown = m_model->rowCount();
    if (total == 0) return {};
    const QLocale locale;
    const QString all = total == 1 ? tr("1 finding") : tr("%1 findings").arg(locale.toString(total));
    const QString count = shown == total ? all : tr("%1 of %2").arg(locale.toString(shown), locale.toString(total));
    if (m_view.selection()) return tr("%1, with a moment in the selected %2").arg(count, Labels::duration(m_view.selection()->length()));
    const std::uint64_t untold = m_model->untold();
    return untold == 0 ? count : tr("%1, and %2 more that are not kept").arg(count, locale.toString(static_cast<qulonglong>(untold)));
}

QString FindingsPanel::emptyText() const
{
    if (m_model->rowCount() > 0) return {};
    if (m_model->total() > 0 && m_search->text().trimmed().isEmpty() && m_view.selection())
        return tr("Nothing stands out in the selected %1. Escape in the Timeline takes the selection away.").arg(Labels::duration(m_view.selection()->length()));
    if (m_model->total() > 0) return tr("No finding has “%1” in it.").arg(m_search->text().trimmed());
    if (!m_view.recording())
        return tr("What stands out in a run appears here: what held up the loop, what waited long, what nobody handled. "
                  "Press F5 to run the script in the editor.");
    const DetailLevel detail = m_view.recording()->info().detail;
    const bool isCoarse = detail == DetailLevel::Off || detail == DetailLevel::Monitor;
    if (isCoarse)
        return tr("Callbacks were not recorded at this level of detail. Run the script with Trace or Lesson to see what stands out.");
    if (!m_view.recording()->isComplete())
        return tr("Nothing stands out so far: no callback held up the loop, no work waited long, no rejection was left unhandled.");
    return tr("Nothing stands out: no callback held up the loop, no work waited long, no rejection was left unhandled.");
}

void FindingsPanel::showState()
{
    const QString empty = emptyText();
    m_empty->setText(empty);
    m_stack->setCurrentWidget(empty.isEmpty() ? static_cast<QWidget*>(m_table) : m_empty);
    m_count->setText(countText());
    if (std::exchange(m_told, m_model->total()) != m_model->total()) emit countChanged(m_model->total());
}

void FindingsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitColumns();
    fitRows();
}

void FindingsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    fitRows();
}

void FindingsPanel::choose(int row)
{
    m_chosen = m_model->finding(row);
    m_view.setCursor(m_chosen->cursor());
    m_view.setHighlighted(m_chosen->id);
}

} // namespace loopscope
