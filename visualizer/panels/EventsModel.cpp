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
    m_matcher = m_recording ? std::make_unique<EventMatcher>(m_filter, m_recording->dictionary()) : nullptr;
    m_seen = m_recording ? m_recording->size() : 0;
    m_rows = found(0, m_seen);
    findRange();
    endResetModel();
}

std::vector<std::uint32_t> EventsModel::found(std::uint64_t from, std::uint64_t to)
{
    std::vector<std::uint32_t> rows;
    if (!m_recording) return rows;
    m_recording->scan(from, to, [&](const Record& record, std::uint64_t index) {
        if (m_matcher->matches(record)) rows.push_back(static_cast<std::uint32_t>(index));
    });
    return rows;
}

void EventsModel::extend()
{
    if (!m_recording) return;
    const std::uint64_t size = m_recording->size();
    const std::vector<std::uint32_t> more = found(m_seen, size);
    m_seen = size;
    if (more.empty()) return;
    m_rows.insert(m_rows.end(), more.begin(), more.end());
    const std::size_t last = lastInRange();
    if (last == m_last) return;
    beginInsertRows({}, rowCount(), static_cast<int>(last - m_first) - 1);
    m_last = last;
    endInsertRows();
}

void EventsModel::setRange(std::optional<TimeRange> range)
{
    if (range == m_range) return;
    beginResetModel();
    m_range = range;
    findRange();
    endResetModel();
}

/// The first row at that time or later.
std::size_t EventsModel::rowAtTime(std::uint64_t time) const
{
    const auto isBefore = [this](std::uint32_t record, std::uint64_t t) { return m_recording->at(record).time < t; };
    return static_cast<std::size_t>(std::lower_bound(m_rows.begin(), m_rows.end(), time, isBefore) - m_rows.begin());
}

std::size_t EventsModel::lastInRange() const { return m_range ? rowAtTime(m_range->to) : m_rows.size(); }

void EventsModel::findRange()
{
    m_last = lastInRange();
    m_first = m_range ? std::min(rowAtTime(m_range->from), m_last) : 0;
}

void EventsModel::setFilter(const EventFilter& filter)
{
    if (filter == m_filter) return;
    beginResetModel();
    m_filter = filter;
    if (m_recording) {
        m_matcher = std::make_unique<EventMatcher>(m_filter, m_recording->dictionary());
        m_seen = m_recording->size();
        m_rows = found(0, m_seen);
    }
    findRange();
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
