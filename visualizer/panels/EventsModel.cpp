#include "visualizer/panels/EventsModel.h"

#include "runtime/stream/Recording.h"
#include "visualizer/panels/EventText.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/theme/TokenShape.h"

#include <QPainter>
#include <QPixmap>

#include <algorithm>
#include <span>

namespace loopscope {

EventsModel::EventsModel(const ThemeManager& themes, QObject* parent) : QAbstractTableModel(parent), m_themes(themes)
{
    connect(&themes, &ThemeManager::changed, this, [this] {
        if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
}

EventsModel::~EventsModel() = default;

void EventsModel::reset(std::shared_ptr<Recording> recording, const Labels* labels)
{
    beginResetModel();
    m_recording = std::move(recording);
    m_text = m_recording && labels ? std::make_unique<EventText>(*m_recording, *labels) : nullptr;
    lookAgain();
    endResetModel();
}

void EventsModel::lookAgain()
{
    m_matcher = m_recording ? std::make_unique<EventMatcher>(m_filter, m_recording->dictionary()) : nullptr;
    m_seen = 0;
    m_rows.clear();
    findRange();
    setWindow(m_begin);
}

bool EventsModel::extend(std::uint64_t most)
{
    if (!m_recording) return true;
    const std::uint64_t size = m_recording->size(), last = m_seen + std::min(most, size - m_seen);
    m_recording->scan(m_seen, last, [this](const Record& record, std::uint64_t index) {
        if (m_matcher->matches(record)) m_rows.push_back(static_cast<std::uint32_t>(index));
    });
    m_seen = last;
    const bool wasAtEnd = m_last == m_end;
    findRange();
    if (m_first < m_begin) { // what came lies before the range: it begins further on
        beginResetModel();
        setWindow(m_begin);
        endResetModel();
    } else if (wasAtEnd && m_last < m_end && m_end - m_last <= kMostShown) {
        beginInsertRows({}, rowCount(), static_cast<int>(m_end - m_first) - 1);
        m_last = m_end;
        endInsertRows();
    }
    if (m_last - m_first > 2 * kMostShown) {
        const std::size_t first = m_last - kMostShown;
        beginRemoveRows({}, 0, static_cast<int>(first - m_first) - 1);
        m_first = first;
        endRemoveRows();
    }
    return m_seen == size;
}

void EventsModel::setWindow(std::size_t first)
{
    m_first = std::clamp(first, m_begin, std::max(m_begin, m_end - std::min(m_end, kMostShown)));
    m_last = std::min(m_end, m_first + kMostShown);
}

void EventsModel::showAround(std::uint64_t cursor)
{
    const auto shown = std::span(m_rows).subspan(m_begin, m_end - m_begin);
    const auto after = m_begin + static_cast<std::size_t>(std::ranges::lower_bound(shown, cursor) - shown.begin());
    constexpr std::size_t kNear = kMostShown / 8;
    const bool isEarly = m_first > m_begin && after < m_first + kNear, isLate = m_last < m_end && after + kNear > m_last;
    if (!isEarly && !isLate) return;
    beginResetModel();
    setWindow(after - std::min(after, kMostShown / 2));
    endResetModel();
}

int EventsModel::showLater()
{
    const std::size_t more = std::min(kMostShown / 2, m_end - m_last);
    if (more == 0) return 0;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(more) - 1);
    m_last += more;
    endInsertRows();
    if (m_last - m_first <= kMostShown) return 0;
    const std::size_t gone = m_last - m_first - kMostShown;
    beginRemoveRows({}, 0, static_cast<int>(gone) - 1);
    m_first += gone;
    endRemoveRows();
    return static_cast<int>(gone);
}

int EventsModel::showEarlier()
{
    const std::size_t more = std::min(kMostShown / 2, m_first - m_begin);
    if (more == 0) return 0;
    beginInsertRows({}, 0, static_cast<int>(more) - 1);
    m_first -= more;
    endInsertRows();
    if (m_last - m_first > kMostShown) {
        const std::size_t last = m_first + kMostShown;
        beginRemoveRows({}, static_cast<int>(kMostShown), rowCount() - 1);
        m_last = last;
        endRemoveRows();
    }
    return static_cast<int>(more);
}

void EventsModel::setRange(std::optional<TimeRange> range)
{
    if (range == m_range) return;
    beginResetModel();
    m_range = range;
    findRange();
    setWindow(m_begin);
    endResetModel();
}

/// The first row at that time or later.
std::size_t EventsModel::rowAtTime(std::uint64_t time) const
{
    const auto isBefore = [this](std::uint32_t record, std::uint64_t t) { return m_recording->at(record).time < t; };
    return static_cast<std::size_t>(std::lower_bound(m_rows.begin(), m_rows.end(), time, isBefore) - m_rows.begin());
}

void EventsModel::findRange()
{
    m_end = m_range ? rowAtTime(m_range->to) : m_rows.size();
    m_begin = m_range ? std::min(rowAtTime(m_range->from), m_end) : 0;
}

void EventsModel::setFilter(const EventFilter& filter)
{
    if (filter == m_filter) return;
    beginResetModel();
    m_filter = filter;
    lookAgain();
    endResetModel();
}

const Record& EventsModel::record(int row) const
{
    return m_recording->at(recordAt(row));
}

int EventsModel::rowAt(std::uint64_t cursor) const
{
    const std::span<const std::uint32_t> shown = std::span(m_rows).subspan(m_first, m_last - m_first);
    return static_cast<int>(std::ranges::lower_bound(shown, cursor) - shown.begin()) - 1;
}

SiteId EventsModel::siteAt(int row) const
{
    return m_text ? m_text->site(record(row)) : SiteId::None;
}

int EventsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_text ? 0 : static_cast<int>(m_last - m_first);
}

int EventsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString EventsModel::text(const Record& record, int column) const
{
    switch (column) {
    case Time: return m_text->time(record);
    case Thread: return m_text->thread(record);
    case Kind: return EventText::kind(record);
    case What: return m_text->what(record);
    case Place: return m_text->place(record);
    default: return {};
    }
}

static QPixmap markOf(Hue hue, const Theme& theme)
{
    constexpr int kRatio = 2;
    const int side = qRound(12 * theme.scale);
    QPixmap pixmap(side * kRatio, side * kRatio);
    pixmap.setDevicePixelRatio(kRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(tokenPath(shapeOf(hue), QRectF(1, 1, side - 2, side - 2)), theme.hue(hue));
    return pixmap;
}

QVariant EventsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_text) return {};
    const Record& r = record(index.row());
    const Theme& theme = m_themes.theme();
    switch (role) {
    case Qt::DisplayRole: return text(r, index.column());
    case Qt::ToolTipRole: return index.column() >= What ? text(r, index.column()) : QVariant();
    case Qt::DecorationRole: return index.column() == Kind ? markOf(m_text->hue(r), theme) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(index.column() == Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::FontRole: return index.column() == Time || index.column() == Place ? theme.codeFont(TextSize::Small) : theme.font(TextSize::Small);
    case Qt::ForegroundRole:
        return index.column() == What ? theme.text : theme.textMuted;
    default: return {};
    }
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::Alignment(section == Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Time: return tr("Time (ms)");
    case Thread: return tr("Thread");
    case Kind: return tr("Event");
    case What: return tr("What");
    case Place: return tr("Place");
    default: return {};
    }
}

} // namespace loopscope
