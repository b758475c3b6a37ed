#include "visualizer/panels/EventsPanel.h"

#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/panels/EventsModel.h"
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
#include <QTableView>
#include <QToolButton>

namespace loopscope {

EventsPanel::EventsPanel(TraceView& view, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_view(view), m_themes(themes), m_model(new EventsModel(themes, this)), m_table(new QTableView),
      m_search(new QLineEdit), m_count(new StillLabel), m_internal(new QToolButton)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(4);
    buildFilters(row);
    column->addLayout(row);
    buildTable();
    column->addWidget(m_table);

    m_more.setSingleShot(true);
    m_more.setInterval(0);
    connect(&m_more, &QTimer::timeout, this, &EventsPanel::grow);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &EventsPanel::scrolled);
    connect(&view, &TraceView::recordingChanged, this, &EventsPanel::takeRecording);
    connect(&view, &TraceView::grew, this, &EventsPanel::grow);
    connect(&view, &TraceView::cursorChanged, this, &EventsPanel::showCursor);
    connect(&view, &TraceView::selectionChanged, this, &EventsPanel::applySelection);
    connect(&themes, &ThemeManager::changed, this, &EventsPanel::dress);
    takeRecording();
    dress();
}

void EventsPanel::buildFilters(QLayout* row)
{
    m_search->setPlaceholderText(tr("Filter"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Filter of events"));
    m_search->addAction(icon(m_themes, "filter"), QLineEdit::LeadingPosition);
    m_search->setToolTip(tr("Part of a name, a kind, a file or an output"));
    m_search->setMinimumWidth(64);
    m_search->setMaximumWidth(320);
    row->addWidget(m_search);
    connect(m_search, &QLineEdit::textChanged, this, &EventsPanel::applyFilter);

    const QString names[] = {tr("Phases"), tr("Callbacks"), tr("Functions"), tr("Operations"), tr("Promises"), tr("Output"), tr("Figures")};
    const auto add = [&](QToolButton* button, const QString& text, bool on) {
        button->setText(text);
        button->setCheckable(true);
        button->setChecked(on);
        row->addWidget(button);
        connect(button, &QToolButton::toggled, this, &EventsPanel::applyFilter);
    };
    for (int i = 0; i < kEventGroupCount; ++i) {
        m_buttons[static_cast<std::size_t>(i)] = new QToolButton;
        add(m_buttons[static_cast<std::size_t>(i)], names[i], m_model->filter().has(static_cast<EventGroup>(i)));
    }
    add(m_internal, tr("Node's own"), m_model->filter().internal);
    m_internal->setToolTip(tr("Callbacks of Node's own JavaScript too"));
    m_count->label().setProperty("role", "hint");
    m_count->label().setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // cut rather than that it makes the window wider
    row->addWidget(m_count);
}

void EventsPanel::buildTable()
{
    m_table->setModel(m_model);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setAlternatingRowColors(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Events"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(EventsModel::What, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &EventsPanel::rowChosen);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        const SiteId site = m_model->siteAt(index.row());
        if (site != SiteId::None) emit siteRequested(site, m_model->record(index.row()).id);
    });
}

void EventsPanel::dress()
{
    const Theme& t = m_themes.theme();
    m_table->verticalHeader()->setDefaultSectionSize(qRound(22 * t.scale));
    m_table->horizontalHeader()->setFixedHeight(qRound(26 * t.scale));
    const int widths[] = {96, 76, 108, 0, 190};
    for (const int column : {EventsModel::Time, EventsModel::Thread, EventsModel::Kind, EventsModel::Place})
        m_table->setColumnWidth(column, qRound(widths[column] * t.scale));
    m_table->setIconSize(QSize(12, 12) * t.scale);
}

QSize EventsPanel::sizeHint() const
{
    constexpr int kRows = 8;
    const int filters = layout()->itemAt(0)->sizeHint().height();
    return {QWidget::sizeHint().width(), filters + m_table->horizontalHeader()->height() + kRows * m_table->verticalHeader()->defaultSectionSize()};
}

void EventsPanel::takeRecording()
{
    const QScopedValueRollback moving(m_moving, true);
    m_model->reset(m_view.recording(), m_view.model() ? &m_view.model()->labels() : nullptr);
    grow();
}

// Nobody sees a hidden list: it is brought up to date when it is shown.
void EventsPanel::grow()
{
    if (!isVisible()) return;
    const QScopedValueRollback moving(m_moving, true);
    if (m_model->extend()) m_more.stop();
    else m_more.start();
    showCursor();
}

void EventsPanel::scrolled(int value)
{
    if (m_moving) return;
    const QScopedValueRollback moving(m_moving, true);
    QScrollBar& bar = *m_table->verticalScrollBar();
    if (value == bar.maximum()) bar.setValue(value - m_model->showLater());
    else if (value == bar.minimum()) bar.setValue(value + m_model->showEarlier());
}

void EventsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    grow();
}

void EventsPanel::applySelection()
{
    const QScopedValueRollback moving(m_moving, true);
    m_model->setRange(m_view.selection());
    showCursor();
}

void EventsPanel::applyFilter()
{
    EventFilter filter;
    filter.text = m_search->text().trimmed();
    filter.internal = m_internal->isChecked();
    for (int i = 0; i < kEventGroupCount; ++i) filter.set(static_cast<EventGroup>(i), m_buttons[static_cast<std::size_t>(i)]->isChecked());
    const QScopedValueRollback moving(m_moving, true);
    m_model->setFilter(filter);
    grow();
}

void EventsPanel::showCursor()
{
    if (!isVisible()) return;
    const QScopedValueRollback moving(m_moving, true);
    m_model->showAround(m_view.cursor());
    const std::uint64_t all = m_view.recording() ? m_view.recording()->size() : 0;
    const QLocale locale;
    const QString count = tr("%1 of %2").arg(locale.toString(static_cast<qulonglong>(m_model->total())), locale.toString(static_cast<qulonglong>(all)));
    m_count->setText(m_view.selection() ? tr("%1, in the selected %2").arg(count, Labels::duration(m_view.selection()->length())) : count);
    const int row = m_model->rowCount() ? m_model->rowAt(m_view.cursor()) : -1;
    if (row < 0) {
        // Current, though not selected: else the table would choose it, and move the cursor, when the keyboard comes to it.
        m_table->setCurrentIndex(m_model->index(0, EventsModel::What));
        m_table->clearSelection();
        return;
    }
    const QModelIndex index = m_model->index(row, EventsModel::What);
    const bool inView = m_table->viewport()->rect().intersects(m_table->visualRect(index));
    m_table->setCurrentIndex(index);
    // What came before and what comes after belong to it; a row that is in view stays where it is.
    m_table->scrollTo(index, inView ? QAbstractItemView::EnsureVisible : QAbstractItemView::PositionAtCenter);
}

/// The row of the cursor stays in view when the panel becomes lower, and when it is laid out for the first time.
void EventsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showCursor();
}

void EventsPanel::rowChosen(const QModelIndex& current)
{
    if (m_moving || !current.isValid()) return;
    m_view.setCursor(m_model->recordAt(current.row()) + 1);
}

} // namespace loopscope
