#include "app/debugger/StackModel.h"

#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <utility>

namespace loopscope {

QString shortPlace(const ScriptPlace& place)
{
    const QString file = place.path.isEmpty() ? place.url : place.path.section(u'/', -1);
    return file.isEmpty() ? QString() : file + u':' + QString::number(place.line);
}

StackModel::StackModel(const ThemeManager& themes, QObject* parent) : QAbstractTableModel(parent), m_themes(themes)
{
    connect(&themes, &ThemeManager::changed, this, [this] { emit dataChanged({}, {}); });
}

void StackModel::show(const Pause& pause, const SkipFiles& skipped)
{
    std::vector<Row> rows;
    const auto name = [](const CallFrame& frame) { return frame.function.isEmpty() ? tr("(anonymous)") : frame.function; };
    for (std::size_t i = 0; i < pause.frames.size(); ++i)
        rows.push_back({name(pause.frames[i]), pause.frames[i].place, static_cast<int>(i), false, pause.frames[i].canRestart, skipped.matches(pause.frames[i].place.url)});
    if (pause.loopStop.isOne() && rows.empty()) rows.push_back({tr("no function of yours runs"), {}, -1, true});
    for (const AsyncParent& parent : pause.parents) {
        rows.push_back({parent.how.isEmpty() ? tr("scheduled by") : tr("%1, scheduled by").arg(parent.how), {}, -1, true});
        for (const CallFrame& frame : parent.frames) rows.push_back({name(frame), frame.place});
    }
    const bool isSameShape = rows.size() == m_rows.size() && !rows.empty(); // after most steps: the view need not be laid out anew
    if (!isSameShape) beginResetModel();
    const int before = std::exchange(m_current, 0);
    std::swap(rows, m_rows);
    if (!isSameShape) return endResetModel();
    for (int row = 0; row < rowCount(); ++row)
        if (rows[static_cast<std::size_t>(row)] != m_rows[static_cast<std::size_t>(row)] || row == before || row == 0) emit dataChanged(index(row, 0), index(row, Place));
}

void StackModel::setCurrent(int row)
{
    m_current = row;
    if (!m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, Place));
}

const ScriptPlace* StackModel::place(int row) const
{
    const Row& own = m_rows[static_cast<std::size_t>(row)];
    return own.isSign ? nullptr : &own.place;
}

int StackModel::frame(int row) const { return m_rows[static_cast<std::size_t>(row)].frame; }
bool StackModel::canRestart(int row) const { return m_rows[static_cast<std::size_t>(row)].canRestart; }

QVariant StackModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || static_cast<std::size_t>(index.row()) >= m_rows.size()) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const Theme& theme = m_themes.theme();
    const bool isQuiet = row.isSign || row.frame < 0 || row.isSkipped || row.place.isInternal();
    switch (role) {
    case Qt::DisplayRole: return index.column() == Function ? row.text : shortPlace(row.place);
    case Qt::ToolTipRole: return row.isSign ? QVariant() : QVariant(QStringLiteral("%1\n%2:%3:%4").arg(row.text, row.place.path.isEmpty() ? row.place.url : row.place.path).arg(row.place.line).arg(row.place.column));
    case Qt::DecorationRole: return index.column() == Function && index.row() == m_current && !row.isSign ? icon(m_themes, QStringLiteral("chevron-right"), IconTone::Warning) : QVariant();
    case Qt::FontRole: {
        QFont font = row.isSign ? theme.font(TextSize::Caption) : theme.codeFont(TextSize::Small, index.row() == m_current && index.column() == Function ? QFont::DemiBold : QFont::Normal);
        font.setItalic(row.isSign);
        return font;
    }
    case Qt::ForegroundRole: return isQuiet || index.column() == Place ? theme.textMuted : theme.text;
    default: return {};
    }
}

QVariant StackModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == Function ? tr("Call stack") : tr("Place");
}

Qt::ItemFlags StackModel::flags(const QModelIndex& index) const
{
    return index.isValid() && m_rows[static_cast<std::size_t>(index.row())].isSign ? Qt::ItemFlags(Qt::NoItemFlags) : QAbstractTableModel::flags(index);
}

} // namespace loopscope
