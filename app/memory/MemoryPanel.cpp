#include "app/memory/MemoryPanel.h"

#include "app/memory/HeapModel.h"
#include "app/session/RunSession.h"
#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSaveFile>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace loopscope {

MemoryPanel::MemoryPanel(RunSession& session, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_session(session), m_themes(themes), m_classes(new HeapModel(themes, this)), m_retainers(new HeapModel(themes, this)), m_take(new QToolButton), m_save(new QToolButton),
      m_chooser(new QComboBox), m_baseChooser(new QComboBox), m_filter(new QLineEdit), m_summary(new QLabel), m_suspectLabel(new QLabel), m_empty(new QLabel),
      m_classView(makeTree(m_classes, tr("Classes"))), m_retainerView(makeTree(m_retainers, tr("What keeps it"))), m_splitter(new QSplitter), m_stack(new QStackedLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(4);
    buildBar(bar);
    column->addLayout(bar);
    m_suspectLabel->setWordWrap(true);
    m_suspectLabel->setContentsMargins(12, 0, 12, 4);
    m_suspectLabel->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_suspectLabel->setAccessibleName(tr("What has grown"));
    m_suspectLabel->hide();
    connect(m_suspectLabel, &QLabel::linkActivated, this, [this](const QString& link) {
        const auto at = static_cast<std::size_t>(link.toInt());
        if (at < m_suspects.size() && shown()) showKeepers(*shown(), m_suspects[at].sample);
    });
    column->addWidget(m_suspectLabel);
    m_splitter->addWidget(m_classView);
    m_splitter->addWidget(m_retainerView);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(12);
    m_empty->setProperty("role", "muted");
    m_stack->addWidget(m_splitter);
    m_stack->addWidget(m_empty);
    column->addLayout(m_stack, 1);
    m_classView->setSortingEnabled(true);
    m_classView->header()->setSortIndicator(HeapModel::Retained, Qt::DescendingOrder);
    connect(m_classView->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &MemoryPanel::showRetainers);
    connect(m_retainerView, &QTreeView::activated, this, &MemoryPanel::showRetainers);
    connect(&m_loader, &HeapLoader::loaded, this, &MemoryPanel::add);
    connect(&m_loader, &HeapLoader::failed, this, &MemoryPanel::problem);
    connect(&m_loader, &HeapLoader::busyChanged, this, &MemoryPanel::showState);
    connect(&session, &RunSession::stateChanged, this, &MemoryPanel::showState);
    connect(&session, &RunSession::heapSnapshotTaken, this, [this](const QString& path, const QString& why) {
        m_isTaking = false;
        if (why.isEmpty()) m_loader.load(path, tr("Snapshot %1").arg(m_taken));
        else emit problem(why);
        showState();
    });
    connect(&themes, &ThemeManager::changed, this, &MemoryPanel::dress);
    showState();
    dress();
}

MemoryPanel::~MemoryPanel() = default;

void MemoryPanel::buildBar(QBoxLayout* bar)
{
    m_take->setText(tr("Take snapshot"));
    m_take->setIcon(icon(m_themes, QStringLiteral("plus")));
    m_take->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_take->setToolTip(tr("Of the program's heap as it is now. The program stands meanwhile."));
    auto* open = new QToolButton;
    open->setIcon(icon(m_themes, QStringLiteral("folder-open")));
    open->setToolTip(tr("Open a .heapsnapshot"));
    open->setAccessibleName(open->toolTip());
    m_save->setIcon(icon(m_themes, QStringLiteral("save")));
    m_save->setToolTip(tr("Save the snapshot that is shown"));
    m_save->setAccessibleName(m_save->toolTip());
    m_chooser->setAccessibleName(tr("Snapshot"));
    m_baseChooser->setAccessibleName(tr("Compared with"));
    m_baseChooser->setToolTip(tr("Shows what there is more than in this one"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAccessibleName(tr("Filter of classes"));
    m_filter->setMaximumWidth(220);
    m_summary->setProperty("role", "hint");
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_summary->setMinimumWidth(1);
    for (QWidget* part : std::initializer_list<QWidget*>{m_take, open, m_save, m_chooser, m_baseChooser, m_filter}) bar->addWidget(part);
    bar->addWidget(m_summary, 1);
    connect(m_take, &QToolButton::clicked, this, &MemoryPanel::take);
    connect(open, &QToolButton::clicked, this, &MemoryPanel::askForFile);
    connect(m_save, &QToolButton::clicked, this, &MemoryPanel::askWhereToSave);
    connect(m_chooser, &QComboBox::activated, this, &MemoryPanel::showFile);
    connect(m_baseChooser, &QComboBox::activated, this, &MemoryPanel::showFile);
    connect(m_filter, &QLineEdit::textChanged, this, &MemoryPanel::showFile);
}

QTreeView* MemoryPanel::makeTree(HeapModel* model, const QString& name)
{
    auto* view = new QTreeView;
    view->setModel(model);
    view->setAccessibleName(name);
    view->setFrameShape(QFrame::NoFrame);
    view->setUniformRowHeights(true);
    view->setIndentation(14);
    view->setMinimumSize(120, 60);
    view->setExpandsOnDoubleClick(true);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->header()->setStretchLastSection(false);
    view->header()->setSectionResizeMode(HeapModel::What, QHeaderView::Stretch);
    view->header()->setHighlightSections(false);
    return view;
}

void MemoryPanel::dress()
{
    const double scale = m_themes.theme().scale;
    for (QTreeView* view : {m_classView, m_retainerView}) {
        view->header()->setFixedHeight(qRound(26 * scale));
        const int widths[] = {0, 80, 110, 108, 124};
        for (const int column : {HeapModel::Distance, HeapModel::Count, HeapModel::Shallow, HeapModel::Retained}) view->setColumnWidth(column, qRound(widths[column] * scale));
    }
    m_retainerView->setColumnHidden(HeapModel::Count, true);
    m_retainerView->setColumnHidden(HeapModel::Shallow, true);
}

void MemoryPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_splitter->setOrientation(width() < 800 * m_themes.theme().scale ? Qt::Vertical : Qt::Horizontal);
    const int part = (m_splitter->orientation() == Qt::Horizontal ? m_splitter->width() : m_splitter->height()) / 5;
    if (part > 0) m_splitter->setSizes({part * 3, part * 2});
}

QSize MemoryPanel::sizeHint() const { return {QWidget::sizeHint().width(), qRound(260 * m_themes.theme().scale)}; }

void MemoryPanel::take()
{
    if (m_isTaking) return;
    const QString path = m_folder.filePath(QStringLiteral("%1.heapsnapshot").arg(m_taken + 1));
    if (!m_session.takeHeapSnapshot(path)) return emit problem(tr("No program runs. Start it with F5; a snapshot can be taken while it runs."));
    ++m_taken;
    m_isTaking = true;
    showState();
    emit taking();
}

void MemoryPanel::open(const QString& path) { m_loader.load(path, QFileInfo(path).fileName()); }

void MemoryPanel::saveAs(const QString& path)
{
    const auto* file = shown();
    if (!file) return;
    QFile from((*file)->path);
    QSaveFile to(path);
    if (!from.open(QIODevice::ReadOnly)) return emit problem(tr("%1: %2.").arg(from.fileName(), from.errorString()));
    bool isWell = to.open(QIODevice::WriteOnly);
    while (isWell && !from.atEnd()) {
        const QByteArray piece = from.read(1 << 20);
        isWell = to.write(piece) == piece.size();
    }
    if (!isWell || !to.commit()) emit problem(tr("%1: %2.").arg(path, to.errorString()));
}

void MemoryPanel::askForFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a heap snapshot"), {}, tr("Heap snapshots (*.heapsnapshot);;All files (*)"));
    if (!path.isEmpty()) open(path);
}

void MemoryPanel::askWhereToSave()
{
    const QString path = shown() ? QFileDialog::getSaveFileName(this, tr("Save the heap snapshot"), (*shown())->name + QStringLiteral(".heapsnapshot"), tr("Heap snapshots (*.heapsnapshot)")) : QString();
    if (!path.isEmpty()) saveAs(path);
}

void MemoryPanel::add(const std::shared_ptr<const HeapFile>& file)
{
    m_files.push_back(file);
    m_chooser->addItem(file->name);
    m_chooser->setCurrentIndex(m_chooser->count() - 1);
    const int base = m_baseChooser->currentIndex();
    m_baseChooser->clear();
    m_baseChooser->addItem(tr("compared with nothing"));
    for (const auto& other : m_files) m_baseChooser->addItem(tr("compared with %1").arg(other->name));
    m_baseChooser->setCurrentIndex(std::max(0, base));
    showFile();
}

const std::shared_ptr<const HeapFile>* MemoryPanel::shown() const
{
    const int row = m_chooser->currentIndex();
    return row < 0 ? nullptr : &m_files[static_cast<std::size_t>(row)];
}

void MemoryPanel::showFile()
{
    const auto* file = shown();
    if (!file) return showState();
    const int base = m_baseChooser->currentIndex();
    const auto other = base > 0 ? m_files[static_cast<std::size_t>(base - 1)] : nullptr;
    m_retainers->clear();
    const bool isComparison = other && other != *file;
    m_classes->showClasses(*file, isComparison ? other : nullptr, m_filter->text().trimmed());
    m_isComparison = isComparison;
    m_suspects = isComparison ? suspectsBetween(*other, **file) : std::vector<Suspect>();
    const QSignalBlocker asItCame(m_classView->header());
    m_classView->header()->setSortIndicator(isComparison ? HeapModel::Shallow : HeapModel::Retained, Qt::DescendingOrder);
    showState();
}

void MemoryPanel::showRetainers(const QModelIndex& index)
{
    const auto* model = static_cast<const HeapModel*>(index.model());
    const qint64 node = model ? model->nodeOf(index) : -1;
    if (node < 0 || !model->file()) return m_retainers->clear();
    showKeepers(model->file(), static_cast<std::uint32_t>(node));
}

void MemoryPanel::showKeepers(const std::shared_ptr<const HeapFile>& file, std::uint32_t node)
{
    m_retainers->showRetainers(file, node);
    // The nearest way to the root, opened.
    QModelIndex at = m_retainers->index(0, 0);
    for (int depth = 0; at.isValid() && depth < 12; ++depth) {
        if (m_retainers->canFetchMore(at)) m_retainers->fetchMore(at);
        m_retainerView->expand(at);
        at = m_retainers->index(0, 0, at);
    }
}

QString MemoryPanel::summaryText() const
{
    if (m_isTaking) return tr("Taking a snapshot: the program stands meanwhile…");
    if (m_loader.isBusy()) return tr("Reading and analysing…");
    const auto* file = shown();
    if (!file) return {};
    return tr("%1 in %L2 objects").arg(byteText((*file)->totalSize())).arg((*file)->objectCount());
}

QString MemoryPanel::suspectText() const
{
    if (!m_isComparison) return {};
    if (m_suspects.empty()) return tr("Nothing of the program's own has grown in number.");
    QStringList lines;
    for (const Suspect& suspect : m_suspects) lines << suspect.sentence;
    return lines.join(u'\n');
}

QString MemoryPanel::emptyText() const
{
    if (!m_files.empty()) return {};
    if (isBusy()) return summaryText();
    if (m_session.isRunning()) return tr("Take a snapshot to see what lives in the program's heap, and what keeps it. Take a second one later to see what has grown.");
    return tr("What lives in a program's heap appears here. Start the program with F5 and take a snapshot while it runs, or open a .heapsnapshot.");
}

void MemoryPanel::showState()
{
    m_take->setEnabled(m_session.isRunning() && !m_isTaking);
    m_save->setEnabled(shown());
    m_chooser->setVisible(!m_files.empty());
    m_baseChooser->setVisible(m_files.size() > 1);
    m_filter->setVisible(!m_files.empty());
    m_summary->setText(summaryText());
    QStringList lines;
    for (const QString& line : suspectText().split(u'\n', Qt::SkipEmptyParts))
        lines << (m_suspects.empty() ? line.toHtmlEscaped() : QStringLiteral("<a href=\"%1\" style=\"text-decoration:none\">\u25cf</a> %2").arg(lines.size()).arg(line.toHtmlEscaped()));
    m_suspectLabel->setText(lines.join(QStringLiteral("<br>")));
    m_suspectLabel->setVisible(!lines.isEmpty());
    m_empty->setText(emptyText());
    m_stack->setCurrentWidget(emptyText().isEmpty() ? static_cast<QWidget*>(m_splitter) : m_empty);
    emit busyChanged();
}

} // namespace loopscope
