#include "app/profile/ProfilePanel.h"

#include "app/profile/FlameView.h"
#include "app/profile/PartDelegate.h"
#include "app/profile/ProfileModel.h"
#include "app/session/FileCopy.h"
#include "app/session/RunSession.h"
#include "visualizer/model/Labels.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace loopscope {

ProfilePanel::ProfilePanel(RunSession& session, TraceView& trace, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_session(session), m_trace(trace), m_themes(themes), m_bar(new ProfileBar(themes)), m_flame(new FlameView(themes)), m_rows(new ProfileModel(themes, this)), m_tree(new QTreeView),
      m_empty(new QLabel), m_pages(new QStackedWidget)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    m_tree->setModel(m_rows);
    m_tree->setItemDelegate(new PartDelegate(themes, m_tree));
    m_tree->setAccessibleName(tr("Functions"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(14);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setHighlightSections(false);
    m_tree->header()->setSectionsClickable(true);
    auto* empty = static_cast<QLabel*>(m_empty);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setMargin(12);
    empty->setProperty("role", "muted");
    for (QWidget* page : std::initializer_list<QWidget*>{m_flame, m_tree, m_empty}) m_pages->addWidget(page);
    m_pages->setMinimumSize(160, 60);
    column->addWidget(m_pages, 1);
    m_readers.setMaxThreadCount(1);
    join();
    showState();
    dress();
}

ProfilePanel::~ProfilePanel() { m_readers.waitForDone(); }

void ProfilePanel::join()
{
    connect(m_bar, &ProfileBar::cpuWanted, this, [this] { record(ProfileKind::Cpu); });
    connect(m_bar, &ProfileBar::allocationsWanted, this, [this] { record(ProfileKind::Allocations); });
    connect(m_bar, &ProfileBar::openWanted, this, &ProfilePanel::askForFile);
    connect(m_bar, &ProfileBar::saveWanted, this, &ProfilePanel::save);
    connect(m_bar, &ProfileBar::choiceChanged, this, &ProfilePanel::show);
    connect(m_bar, &ProfileBar::viewChanged, this, &ProfilePanel::show);
    connect(m_bar, &ProfileBar::textChanged, this, [this](const QString& text) {
        m_flame->setFilter(text.trimmed());
        m_toldFile = nullptr;
        showRows();
    });
    connect(m_bar, &ProfileBar::internalsWanted, m_flame, &FlameView::setInternals);
    connect(m_flame, &FlameView::rangeWanted, this, &ProfilePanel::setRange);
    connect(m_flame, &FlameView::chosen, this, &ProfilePanel::showState);
    connect(m_flame, &FlameView::placeWanted, this, &ProfilePanel::goToSource);
    connect(m_flame, &FlameView::momentWanted, this, [this](std::int64_t position) {
        if (const auto file = shown(); file && isOfTimeline(*file)) m_trace.setCursorTime(static_cast<std::uint64_t>(std::max<std::int64_t>(0, position + *file->shift)));
    });
    connect(m_tree, &QTreeView::activated, this, &ProfilePanel::goToSource);
    // Once somebody asks for an order the header shows it; until then rows come by what the view is about.
    connect(m_tree->header(), &QHeaderView::sectionClicked, this, [this](int section) {
        const bool isSame = m_tree->header()->isSortIndicatorShown() && m_tree->header()->sortIndicatorSection() == section;
        const Qt::SortOrder order = isSame && m_tree->header()->sortIndicatorOrder() == Qt::DescendingOrder ? Qt::AscendingOrder : Qt::DescendingOrder;
        m_tree->header()->setSortIndicatorShown(true);
        m_tree->header()->setSortIndicator(section, order);
        m_rows->sort(section, order);
    });
    connect(&m_trace, &TraceView::visibleChanged, this, &ProfilePanel::follow);
    connect(&m_trace, &TraceView::selectionChanged, this, &ProfilePanel::follow);
    connect(&m_trace, &TraceView::cursorChanged, this, &ProfilePanel::follow);
    connect(&m_trace, &TraceView::recordingChanged, this, &ProfilePanel::show);
    connect(&m_session, &RunSession::begun, this, [this] {
        ++m_run;
        m_isRecording = false;
        if (m_wanted) record(*std::exchange(m_wanted, std::nullopt));
    });
    connect(&m_session, &RunSession::stateChanged, this, [this] {
        if (!m_session.isRunning() && std::exchange(m_isRecording, false)) {
            m_wanted.reset();
            emit problem(tr("The program ended before its profile could be written."));
        }
        showState();
    });
    connect(&m_session, &RunSession::profileRecorded, this, [this](const QString& path, const QString& why, qint64 begin) {
        m_isRecording = false;
        m_wanted.reset();
        const bool isCpu = path.endsWith(QLatin1String(".cpuprofile"));
        if (why.isEmpty()) load(path, isCpu ? tr("CPU %1").arg(m_recorded) : tr("Allocations %1").arg(m_recorded), begin);
        else emit problem(why);
        showState();
    });
    connect(&m_themes, &ThemeManager::changed, this, &ProfilePanel::dress);
}

void ProfilePanel::dress()
{
    const double scale = m_themes.theme().scale;
    QHeaderView* header = m_tree->header();
    header->setFixedHeight(qRound(26 * scale));
    header->setSectionResizeMode(ProfileModel::Name, QHeaderView::Stretch);
    for (const int column : {ProfileModel::Own, ProfileModel::Total}) m_tree->setColumnWidth(column, qRound(96 * scale));
    for (const int column : {ProfileModel::OwnPart, ProfileModel::TotalPart}) m_tree->setColumnWidth(column, qRound(72 * scale));
    m_tree->setColumnWidth(ProfileModel::Place, qRound(190 * scale));
}

QSize ProfilePanel::sizeHint() const { return {QWidget::sizeHint().width(), qRound(260 * m_themes.theme().scale)}; }

void ProfilePanel::record(ProfileKind kind)
{
    if (m_isRecording) {
        m_session.endProfile();
        return;
    }
    if (!m_session.isRunning()) { // the next run's, or not
        m_wanted = m_wanted ? std::nullopt : std::optional(kind);
        return showState();
    }
    const QString path = m_folder.filePath(QStringLiteral("%1.%2").arg(m_recorded + 1).arg(kind == ProfileKind::Cpu ? QLatin1String("cpuprofile") : QLatin1String("heapprofile")));
    if (!m_session.beginProfile(kind, path)) {
        emit problem(tr("Profiles are recorded of programs that run in this process: choose so beside Run."));
        return showState();
    }
    ++m_recorded;
    m_isRecording = true;
    m_wanted = kind;
    showState();
}

void ProfilePanel::open(const QString& path) { load(path, QFileInfo(path).fileName(), {}); }

void ProfilePanel::load(const QString& path, const QString& name, std::optional<std::int64_t> begin)
{
    ++m_reading;
    showState();
    m_readers.start([this, path, name, begin, run = begin ? m_run : 0] {
        QString why;
        auto file = readProfileFile(path, name, &why);
        if (file && begin && file->isCpu()) file->shift = *begin;
        if (file) file->run = run;
        QMetaObject::invokeMethod(this, [this, file, why] {
            --m_reading;
            if (file) add(file);
            else emit problem(why);
            showState();
        }, Qt::QueuedConnection);
    });
}

void ProfilePanel::add(std::shared_ptr<ProfileFile> file)
{
    m_bar->chooser().addItem(file->name);
    m_bar->chooser().setCurrentIndex(m_bar->chooser().count() - 1);
    m_files.push_back(std::move(file));
    show();
}

std::shared_ptr<const ProfileFile> ProfilePanel::shown() const
{
    const int row = m_bar->chooser().currentIndex();
    return row < 0 || static_cast<std::size_t>(row) >= m_files.size() ? nullptr : m_files[static_cast<std::size_t>(row)];
}

bool ProfilePanel::isOfTimeline(const ProfileFile& file) const { return file.shift && file.run == m_run && m_trace.recording() && m_trace.recording() == m_session.recording(); }

void ProfilePanel::setRange(profile::Stretch range)
{
    const auto file = shown();
    if (!file) return;
    const std::int64_t length = range.to - range.from;
    if (isOfTimeline(*file)) {
        const std::int64_t from = std::max<std::int64_t>(0, range.from + *file->shift);
        return m_trace.setVisible({static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(from + length)});
    }
    const std::int64_t whole = file->length;
    range.from = length >= whole ? 0 : std::clamp<std::int64_t>(range.from, 0, whole - length);
    m_ownRange = {range.from, range.from + std::min(length, whole)};
    follow();
}

std::optional<profile::Stretch> ProfilePanel::stretch() const
{
    const auto file = shown();
    if (!file || !file->isCpu()) return {};
    if (!isOfTimeline(*file)) return m_ownRange == profile::Stretch{0, file->length} ? std::nullopt : std::optional(m_ownRange);
    const TimeRange range = m_trace.selection().value_or(m_trace.visible());
    const profile::Stretch here{static_cast<std::int64_t>(range.from) - *file->shift, static_cast<std::int64_t>(range.to) - *file->shift};
    return here.from <= 0 && here.to >= file->length ? std::nullopt : std::optional(here);
}

void ProfilePanel::follow()
{
    const auto file = shown();
    if (!file || !isVisible()) return;
    if (isOfTimeline(*file)) {
        const auto here = [&](TimeRange range) { return profile::Stretch{static_cast<std::int64_t>(range.from) - *file->shift, static_cast<std::int64_t>(range.to) - *file->shift}; };
        m_flame->setRange(here(m_trace.visible()));
        m_flame->setCursorPosition(static_cast<std::int64_t>(m_trace.cursorTime()) - *file->shift);
        m_flame->setSelection(m_trace.selection() ? std::optional(here(*m_trace.selection())) : std::nullopt);
    } else {
        m_flame->setRange(m_ownRange);
        m_flame->setCursorPosition({});
        m_flame->setSelection({});
    }
    showRows();
}

void ProfilePanel::show()
{
    const auto file = shown();
    m_flame->show(file);
    m_ownRange = {0, file ? file->length : 0};
    follow();
    showRows();
    showState();
}

void ProfilePanel::showRows()
{
    const auto file = shown();
    if (!file || view() == ProfileView::Flame) return showState();
    const auto now = stretch();
    if (m_toldFile == file && m_told == now && m_rows->rows() && m_rows->rows()->view() == view()) return;
    m_toldFile = file;
    m_told = now;
    // An order that was asked for stays while the same table tells of another stretch.
    if (!m_rows->rows() || m_rows->rows()->view() != view()) m_tree->header()->setSortIndicatorShown(false);
    m_rows->show(std::make_shared<ProfileRows>(file, view(), now), m_bar->field().text().trimmed());
    if (view() == ProfileView::TopDown && m_rows->rowCount() > 0) m_tree->expandRecursively(m_rows->index(0, 0), 3);
    showState();
}

void ProfilePanel::setView(ProfileView view)
{
    m_bar->setView(view);
    focusView();
}

void ProfilePanel::focusView() { (m_pages->currentWidget() == m_empty ? static_cast<QWidget*>(m_bar) : m_pages->currentWidget())->setFocus(); }

void ProfilePanel::goToSource()
{
    const auto file = shown();
    const profile::Function* function = nullptr;
    if (file && view() == ProfileView::Flame) function = m_flame->currentFunction();
    else if (const ProfileRow* row = m_rows->rowAt(m_tree->currentIndex()); file && row && row->function >= 0) function = &file->profile->functions[static_cast<std::size_t>(row->function)];
    if (!function) return emit problem(tr("Choose a function in the Profile panel first."));
    if (function->path().isEmpty()) return emit problem(tr("%1 is not in a file of this machine.").arg(function->name));
    emit placeWanted(function->path(), std::max(1, function->line));
}

void ProfilePanel::saveAs(const QString& path)
{
    const auto file = shown();
    if (!file) return;
    if (const QString why = copyFile(file->path, path); !why.isEmpty()) emit problem(why);
}

void ProfilePanel::askForFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a profile"), {}, tr("Profiles (*.cpuprofile *.heapprofile);;All files (*)"));
    if (!path.isEmpty()) open(path);
}

void ProfilePanel::save()
{
    const auto file = shown();
    if (!file) return emit problem(tr("There is no profile to save yet."));
    const QString kind = file->isCpu() ? QStringLiteral(".cpuprofile") : QStringLiteral(".heapprofile");
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the profile"), file->name + (file->name.endsWith(kind) ? QString() : kind), tr("Profiles (*%1)").arg(kind));
    if (!path.isEmpty()) saveAs(path);
}

QString ProfilePanel::summaryText() const
{
    if (m_isRecording) return tr("Recording…");
    if (m_wanted) return tr("Recording begins with the next run.");
    if (isBusy()) return tr("Reading…");
    const auto file = shown();
    if (!file) return {};
    if (view() == ProfileView::Flame) return m_flame->currentText();
    const bool isAll = !m_told || (isOfTimeline(*file) && !m_trace.selection() && m_trace.visible() == m_trace.whole());
    if (!isAll && m_rows->rows()) return m_trace.selection() && isOfTimeline(*file) ? tr("%1 of %2: the selection").arg(file->costText(m_rows->rows()->all()), file->costText(file->length))
                                                                                    : tr("%1 of %2: what is visible").arg(file->costText(m_rows->rows()->all()), file->costText(file->length));
    return file->isCpu() ? tr("%1 in %L2 samples").arg(file->costText(file->length)).arg(file->profile->samples.size()) : tr("%1 that had not been collected").arg(file->costText(file->length));
}

QString ProfilePanel::emptyText() const
{
    const auto file = shown();
    if (!file) {
        if (m_isRecording) return tr("The program is being recorded. Stop the recording to see it; the end of the program ends it, too.");
        if (m_wanted) return tr("Start the program with F5: it is recorded from its first line.");
        if (isBusy()) return tr("Reading…");
        if (m_session.isRunning()) return tr("Record where the program's time goes, or which calls allocate what lives on.");
        return tr("Where a program's time goes appears here. Record CPU or allocations and start it with F5, or open a .cpuprofile or .heapprofile.");
    }
    if (file->length == 0) return tr("Nothing was sampled: the program did next to nothing meanwhile.");
    if (view() == ProfileView::Flame || !m_rows->rows() || m_rows->rowCount() > 0) return {};
    return m_bar->field().text().isEmpty() ? tr("Nothing was sampled in this stretch of time.") : tr("Nothing has “%1” in its name.").arg(m_bar->field().text());
}

void ProfilePanel::showState()
{
    m_bar->showState({m_wanted == ProfileKind::Cpu, m_wanted == ProfileKind::Allocations, shown() != nullptr, summaryText()});
    const QString empty = emptyText();
    static_cast<QLabel*>(m_empty)->setText(empty);
    m_pages->setCurrentWidget(!empty.isEmpty() ? m_empty : view() == ProfileView::Flame ? static_cast<QWidget*>(m_flame) : m_tree);
    emit changed();
}

} // namespace loopscope
