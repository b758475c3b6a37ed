#include "app/memory/MemoryPanel.h"

#include "app/memory/HeapModel.h"
#include "app/memory/HeapReading.h"
#include "app/memory/StatisticsView.h"
#include "app/memory/SuspectView.h"
#include "app/memory/TreemapView.h"
#include "app/session/FileCopy.h"
#include "app/session/RunSession.h"
#include "visualizer/theme/ThemeManager.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QInputDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace loopscope {

MemoryPanel::MemoryPanel(RunSession& session, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_session(session), m_themes(themes), m_bar(new MemoryBar(themes)), m_rows(new HeapModel(themes, this)), m_tree(new QTreeView), m_suspects(new SuspectView(themes)),
      m_treemap(new TreemapView(themes)), m_statistics(new StatisticsView(themes)), m_empty(new QLabel), m_keepers(new KeeperPane(themes)), m_pages(new QStackedWidget), m_splitter(new QSplitter), m_taker(session, m_folder.path())
{
    build();
    join();
    showState();
    dress();
}

MemoryPanel::~MemoryPanel() = default;

void MemoryPanel::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    m_tree->setModel(m_rows);
    m_tree->setAccessibleName(tr("Objects"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(14);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setSortingEnabled(true);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setHighlightSections(false);
    auto* empty = static_cast<QLabel*>(m_empty);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setMargin(12);
    empty->setProperty("role", "muted");
    for (QWidget* page : std::initializer_list<QWidget*>{m_tree, m_suspects, m_treemap, m_statistics, m_empty}) m_pages->addWidget(page);
    m_pages->setMinimumSize(160, 60);
    m_splitter->addWidget(m_pages);
    m_splitter->addWidget(m_keepers);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    column->addWidget(m_splitter, 1);
}

void MemoryPanel::join()
{
    connect(m_bar, &MemoryBar::takeWanted, this, [this] { take(); });
    connect(m_bar, &MemoryBar::waysToTakeWanted, this, [this](QMenu* menu) {
        for (const RemoteSnapshots::Target& target : remoteTargets())
            if (!target.name.isEmpty()) menu->addAction(tr("Of %1").arg(target.name), this, [this, target] { takeOf(target); });
    });
    connect(m_bar, &MemoryBar::takeLaterWanted, this, [this] { askToTake(1); });
    connect(m_bar, &MemoryBar::takeSeriesWanted, this, [this] { askToTake(3); });
    connect(m_bar, &MemoryBar::takeWhenFullWanted, this, &MemoryPanel::setTakesWhenFull);
    connect(m_bar, &MemoryBar::openWanted, this, &MemoryPanel::askForFile);
    connect(m_bar, &MemoryBar::saveWanted, this, &MemoryPanel::askWhereToSave);
    connect(m_bar, &MemoryBar::cancelWanted, this, &MemoryPanel::cancel);
    connect(m_bar, &MemoryBar::choiceChanged, this, &MemoryPanel::ask);
    connect(m_bar, &MemoryBar::viewChanged, this, &MemoryPanel::ask);
    connect(m_bar, &MemoryBar::textChanged, this, [this](const QString& text) { view() == HeapView::Search ? ask() : m_rows->setFilter(text.trimmed()); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &MemoryPanel::showChosen);
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const QModelIndex next = m_rows->showMore(index.siblingAtColumn(0)); next.isValid()) m_tree->setCurrentIndex(next);
    });
    connect(m_treemap, &TreemapView::chosen, this, &MemoryPanel::showObject);
    connect(m_suspects, &SuspectView::objectWanted, this, &MemoryPanel::showObject);
    connect(m_suspects, &SuspectView::placeWanted, this, &MemoryPanel::placeWanted);
    connect(m_keepers, &KeeperPane::sourceWanted, this, &MemoryPanel::goToSource);
    connect(m_keepers, &KeeperPane::liveWanted, this, &MemoryPanel::showLive);
    connect(&m_keepers->view(), &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const QModelIndex next = m_keepers->model().showMore(index.siblingAtColumn(0)); next.isValid()) return m_keepers->view().setCurrentIndex(next);
        const qint64 node = m_keepers->model().nodeOf(index);
        if (node >= 0) m_keepers->show(std::shared_ptr<const HeapFile>(m_keepers->file()), static_cast<std::uint32_t>(node));
    });
    connect(&m_jobs, &HeapJobs::busyChanged, this, &MemoryPanel::showState);
    connect(&m_jobs, &HeapJobs::cancelled, this, [this](quint64 job) {
        if (job != m_job) return;
        m_job = 0;
        m_shown = {};
        m_rows->clear();
    });
    connect(&m_jobs, &HeapJobs::progressed, this, &MemoryPanel::showState);
    connect(&m_session, &RunSession::stateChanged, this, &MemoryPanel::showState);
    connect(&m_taker, &SnapshotTaker::changed, this, &MemoryPanel::showState);
    connect(&m_taker, &SnapshotTaker::textBegan, this, &MemoryPanel::read);
    connect(&m_taker, &SnapshotTaker::failed, this, &MemoryPanel::problem);
    connect(&m_themes, &ThemeManager::changed, this, &MemoryPanel::dress);
}

void MemoryPanel::dress()
{
    const double scale = m_themes.theme().scale;
    m_tree->header()->setFixedHeight(qRound(26 * scale));
    if (m_rows->columnCount() == 0) return;
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    // The names come first: what would not leave them half of the width is not shown.
    const bool isMany = m_rows->columnCount() > 5;
    for (int column = 1; column < m_rows->columnCount(); ++column) {
        m_tree->setColumnWidth(column, qRound((isMany ? 104 : 112) * scale));
        m_tree->setColumnHidden(column, isMany && m_pages->width() < 900 * scale && (column == 4 || column == 5));
    }
}

void MemoryPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_splitter->setOrientation(width() < 800 * m_themes.theme().scale ? Qt::Vertical : Qt::Horizontal);
    const int part = (m_splitter->orientation() == Qt::Horizontal ? m_splitter->width() : m_splitter->height()) / 5;
    if (part > 0) m_splitter->setSizes({part * 3, part * 2});
    dress();
}

void MemoryPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && (isBusy() || m_taker.isWaiting())) return cancel();
    QWidget::keyPressEvent(event);
}

QSize MemoryPanel::sizeHint() const { return {QWidget::sizeHint().width(), qRound(260 * m_themes.theme().scale)}; }

void MemoryPanel::take(int count, std::chrono::seconds wait, std::chrono::seconds apart)
{
    if (m_taker.isTaking()) return;
    // A program of another process that is attached to, if none runs in ours.
    SnapshotSource source;
    if (const auto targets = remoteTargets(); !m_session.isRunning() && !targets.empty()) source = m_remote.source(targets.front());
    if (!m_taker.take(count, wait, apart, std::move(source))) return emit problem(tr("No program runs. Start it with F5; a snapshot can be taken while it runs."));
    if (m_taker.isTaking()) emit taking();
}

void MemoryPanel::takeOf(const RemoteSnapshots::Target& target)
{
    if (!m_taker.isTaking() && !m_taker.take(1, {}, {}, m_remote.source(target))) emit problem(tr("It is gone."));
}

bool MemoryPanel::mayTake() const { return m_session.isRunning() || !remoteTargets().empty(); }

void MemoryPanel::askToTake(int count)
{
    constexpr int kLongest = 24 * 60 * 60;
    bool isChosen = false;
    const QString title = count > 1 ? tr("%L1 heap snapshots").arg(count) : tr("A heap snapshot");
    const int seconds = QInputDialog::getInt(this, title, count > 1 ? tr("The first now, each of the others so many seconds later:") : tr("In so many seconds:"), m_seconds, 1, kLongest, 1, &isChosen);
    if (!isChosen) return;
    m_seconds = seconds;
    const std::chrono::seconds time(seconds);
    take(count, count > 1 ? std::chrono::seconds() : time, time);
}

void MemoryPanel::open(const QString& path) { load(path, QFileInfo(path).fileName()); }

void MemoryPanel::load(const QString& path, const QString& name)
{
    m_jobs.start(tr("Reading and analysing…"), [this, path, name](heap::WorkProgress& progress) -> HeapJobs::Then {
        QString why;
        auto file = readHeapFile(path, name, progress, &why);
        if (!file) return [this, why] { emit problem(why); };
        return [this, file] { add(file); };
    });
}

void MemoryPanel::read(const std::shared_ptr<SnapshotTaking>& taking)
{
    m_jobs.start(tr("Reading and analysing…"), [this, taking](heap::WorkProgress& progress) -> HeapJobs::Then {
        QString why;
        auto file = readHeapText(taking->text(), taking->path, taking->name, progress, &why);
        if (taking->isCancelled()) return {};
        if (!file) return [this, why] { emit problem(why); };
        file->run = taking->run;
        return [this, file, taking] {
            m_unseen = taking;
            add(file);
        };
    });
}

void MemoryPanel::saveAs(const QString& path)
{
    const auto* file = shown();
    if (!file) return;
    if (const QString why = copyFile((*file)->path, path); !why.isEmpty()) emit problem(why);
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
    m_bar->chooser().addItem(file->name);
    m_bar->chooser().setCurrentIndex(m_bar->chooser().count() - 1);
    QComboBox& bases = m_bar->baseChooser();
    if (bases.count() == 0) bases.addItem(tr("compared with nothing"));
    bases.addItem(tr("compared with %1").arg(file->name));
    // Another one of the same run says what has grown since the run's first.
    for (std::size_t i = 0; i + 1 < m_files.size() && file->run != 0; ++i) {
        if (m_files[i]->run != file->run) continue;
        bases.setCurrentIndex(static_cast<int>(i) + 1);
        const QSignalBlocker quiet(m_bar);
        m_bar->setView(HeapView::Suspects);
        break;
    }
    ask();
}

const std::shared_ptr<const HeapFile>* MemoryPanel::shown() const
{
    const int row = m_bar->chooser().currentIndex();
    return row < 0 ? nullptr : &m_files[static_cast<std::size_t>(row)];
}

HeapWish MemoryPanel::wish() const
{
    HeapWish result{view(), {}, view() == HeapView::Search ? m_bar->field().text().trimmed() : QString()};
    const int last = m_bar->chooser().currentIndex(), base = m_bar->baseChooser().currentIndex() - 1;
    const bool compares = view() == HeapView::Suspects || view() == HeapView::Comparison || view() == HeapView::Survivors;
    if (compares && base >= 0 && base != last) {
        result.files.push_back(m_files[static_cast<std::size_t>(base)]);
        // Those between count too, but not very many.
        if (view() != HeapView::Comparison && last - base > 1) {
            const int first = std::max(base + 1, last - 2);
            for (int i = first; i < last; ++i) result.files.push_back(m_files[static_cast<std::size_t>(i)]);
        }
    }
    if (last >= 0) result.files.push_back(m_files[static_cast<std::size_t>(last)]);
    return result;
}

void MemoryPanel::setView(HeapView view)
{
    m_bar->setView(view);
    focusView();
}

void MemoryPanel::focusView() { (m_pages->currentWidget() == m_empty ? static_cast<QWidget*>(m_bar) : m_pages->currentWidget())->setFocus(); }

void MemoryPanel::cancel()
{
    m_taker.cancel();
    m_jobs.cancelAll();
    showState();
}

void MemoryPanel::ask()
{
    m_jobs.cancel(std::exchange(m_job, 0));
    const HeapWish wanted = wish();
    if (wanted.files.empty()) return showState();
    if (!wanted.lack().isEmpty()) return show(wanted, {});
    if (m_shown.isSame(wanted)) return showState();
    if (!takesLong(wanted.view)) {
        heap::WorkProgress progress;
        return show(wanted, answer(wanted, progress));
    }
    m_job = m_jobs.start(workTitle(wanted.view), [this, wanted](heap::WorkProgress& progress) -> HeapJobs::Then {
        HeapAnswer found = answer(wanted, progress);
        return [this, wanted, found] {
            m_job = 0;
            show(wanted, found);
        };
    });
    showState();
}

void MemoryPanel::show(const HeapWish& wish, HeapAnswer answer)
{
    if (m_shown.files.empty() || m_shown.files.back() != wish.files.back()) m_keepers->clear();
    m_shown = wish;
    m_rows->show(answer.rows, wish.view == HeapView::Search ? QString() : m_bar->field().text().trimmed());
    m_suspects->show(std::move(answer.suspects), wish.files.size());
    if (wish.view == HeapView::Treemap) m_treemap->show(wish.files.back());
    if (wish.view == HeapView::Statistics) m_statistics->show(wish.files.back(), answer.statistics);
    if (answer.rows) {
        const QSignalBlocker asItCame(m_tree->header());
        m_tree->header()->setSortIndicator(answer.rows->firstOrder(), Qt::DescendingOrder);
        m_tree->scrollToTop();
    }
    dress();
    showState();
    if (const auto seen = std::exchange(m_unseen, nullptr)) {
        using Ms = std::chrono::duration<double, std::milli>;
        m_times = {Ms(seen->taken()).count(), Ms(SnapshotTaking::Clock::now() - seen->end()).count()};
    }
}

void MemoryPanel::showChosen(const QModelIndex& index)
{
    const HeapRow* row = m_rows->rowAt(index);
    if (!row || row->node < 0) return;
    m_keepers->show(row->isOfBase ? m_shown.files.front() : m_shown.files.back(), static_cast<std::uint32_t>(row->node));
}

void MemoryPanel::showObject(quint32 node)
{
    if (!m_shown.files.empty()) m_keepers->show(m_shown.files.back(), node);
}

void MemoryPanel::goToSource()
{
    if (m_keepers->chosen() < 0) return emit problem(tr("Choose an object in the Memory panel first."));
    const heap::SourcePlace place = m_keepers->file()->scripts.placeOf(m_keepers->file()->graph, static_cast<std::uint32_t>(m_keepers->chosen()));
    if (place.script.empty() || place.isNodes()) return emit problem(tr("V8 does not say where this object's constructor is written."));
    emit placeWanted(QString::fromStdString(place.script), place.line);
}

void MemoryPanel::showLive()
{
    if (m_keepers->chosen() < 0) return emit problem(tr("Choose an object in the Memory panel first."));
    if (m_keepers->file()->run != m_taker.run() || !m_session.isRunning()) return emit problem(tr("The program of this snapshot does not run any more."));
    emit liveObjectWanted(m_keepers->file()->graph.nodeId(static_cast<std::uint32_t>(m_keepers->chosen())));
}

QString MemoryPanel::summaryText() const
{
    if (m_taker.isTaking()) return m_taker.sentence();
    if (m_jobs.isBusy()) return m_jobs.title();
    const auto* file = shown();
    if (!file) return {};
    return tr("%1 in %L2 objects").arg(byteText((*file)->totalSize())).arg((*file)->objectCount());
}

QString MemoryPanel::suspectText() const { return m_shown.view == HeapView::Suspects ? m_suspects->text() : QString(); }

QString MemoryPanel::emptyText() const
{
    if (m_files.empty()) {
        if (isBusy()) return summaryText();
        if (m_session.isRunning()) return tr("Take a snapshot to see what lives in the program's heap, and what keeps it. Take a second one later to see what has grown.");
        return tr("What lives in a program's heap appears here. Start the program with F5 and take a snapshot while it runs, or open a .heapsnapshot.");
    }
    if (m_job != 0) return m_jobs.title();
    if (m_shown.files.empty()) return tr("That was cancelled. Choose a view above to begin again.");
    if (!m_shown.lack().isEmpty()) return m_shown.lack();
    if (!m_rows->rows() || m_rows->rowCount() > 0) return {};
    return m_bar->field().text().isEmpty() || view() == HeapView::Search ? m_rows->rows()->emptyText() : tr("Nothing has “%1” in its name.").arg(m_bar->field().text());
}

void MemoryPanel::showState()
{
    m_bar->showState(mayTake() && !m_taker.isTaking() && !m_taker.isWaiting(), shown(), m_files.size() > 1, summaryText());
    m_bar->showWhenFull(m_taker.isWhenFull());
    if (isBusy()) m_bar->showWork(summaryText(), m_taker.isTaking() ? m_taker.part() : m_jobs.part(), true);
    else m_bar->showWork(m_taker.sentence(), -1, true); // of one that is to come
    const QString empty = emptyText();
    static_cast<QLabel*>(m_empty)->setText(empty);
    QWidget* page = m_tree;
    if (!empty.isEmpty()) page = m_empty;
    else if (view() == HeapView::Suspects) page = m_suspects;
    else if (view() == HeapView::Treemap) page = m_treemap;
    else if (view() == HeapView::Statistics) page = m_statistics;
    m_pages->setCurrentWidget(page);
    m_keepers->setVisible(!m_files.empty() && view() != HeapView::Statistics);
    emit busyChanged();
}

} // namespace loopscope
