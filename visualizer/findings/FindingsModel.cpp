#include "visualizer/findings/FindingsModel.h"

#include "visualizer/findings/FindingText.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <algorithm>
#include <tuple>

namespace loopscope {

FindingsModel::FindingsModel(const ThemeManager& themes, QObject* parent) : QAbstractTableModel(parent), m_themes(themes)
{
    connect(&themes, &ThemeManager::changed, this, [this] {
        if (!m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
}

FindingsModel::~FindingsModel() = default;

void FindingsModel::reset(const TraceModel* model)
{
    beginResetModel();
    m_model = model;
    m_text = model ? std::make_unique<FindingText>(model->recording(), model->labels(), model->findings().limits()) : nullptr;
    rebuild();
    endResetModel();
}

bool FindingsModel::refresh()
{
    if (!m_model || m_model->findings().revision() == m_revision) return false;
    beginResetModel();
    rebuild();
    endResetModel();
    return true;
}

void FindingsModel::setFilter(const QString& text)
{
    if (text == m_filter) return;
    beginResetModel();
    m_filter = text;
    rebuild();
    endResetModel();
}

void FindingsModel::setRange(std::optional<TimeRange> range)
{
    if (range == m_range) return;
    beginResetModel();
    m_range = range;
    rebuild();
    endResetModel();
}

bool FindingsModel::matches(const Finding& f) const
{
    if (m_filter.isEmpty()) return true;
    const QString texts[] = {m_text->fact(f), m_text->advice(f), m_text->place(f), FindingText::severity(f.severity())};
    return std::ranges::any_of(texts, [this](const QString& text) { return text.contains(m_filter, Qt::CaseInsensitive); });
}

void FindingsModel::rebuild()
{
    m_rows.clear();
    m_total = 0;
    if (!m_model) return;
    const Findings& findings = m_model->findings();
    m_revision = findings.revision();
    m_total = static_cast<int>(findings.all().size());
    const std::vector<Finding> candidates = m_range ? findings.in(m_range->from, m_range->to) : findings.all();
    std::ranges::copy_if(candidates, std::back_inserter(m_rows), [this](const Finding& f) { return matches(f); });
    std::ranges::sort(m_rows, {}, [](const Finding& f) { return std::tuple(f.severity(), f.time, f.record, f.kind); });
}

int FindingsModel::rowOf(const Finding& finding) const
{
    const auto row = std::ranges::find_if(m_rows, [&finding](const Finding& f) { return isSame(f, finding); });
    return row == m_rows.end() ? -1 : static_cast<int>(row - m_rows.begin());
}

std::uint64_t FindingsModel::untold() const { return m_model ? m_model->findings().untold() : 0; }

int FindingsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int FindingsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString FindingsModel::text(const Finding& f, int column) const
{
    switch (column) {
    case Weight: return FindingText::severity(f.severity());
    case What: return m_text->fact(f);
    case Worst: return m_text->figure(f);
    case Place: return m_text->place(f);
    case Moment: return FindingText::moment(f);
    default: return {};
    }
}

QString FindingsModel::toolTip(const Finding& f, int column) const
{
    if (column == Place) return m_text->fullPlace(f);
    if (column != What) return {};
    const QString where = tr("%1 at %2").arg(m_text->place(f), FindingText::moment(f)).trimmed();
    return m_text->fact(f) + '\n' + m_text->advice(f) + '\n' + where;
}

static QIcon iconOf(const ThemeManager& themes, Severity severity)
{
    switch (severity) {
    case Severity::Error: return icon(themes, "error", IconTone::Error);
    case Severity::Warning: return icon(themes, "warning", IconTone::Warning);
    case Severity::Info: break;
    }
    return icon(themes, "info", IconTone::Accent);
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_text || index.row() >= rowCount()) return {};
    const Finding& f = finding(index.row());
    const int column = index.column();
    const Theme& theme = m_themes.theme();
    switch (role) {
    case Qt::DisplayRole: return text(f, column);
    case AdviceRole: return column == What ? m_text->advice(f) : QVariant();
    case Qt::AccessibleTextRole: return column == What ? m_text->fact(f) + ' ' + m_text->advice(f) : text(f, column);
    case Qt::ToolTipRole: return toolTip(f, column);
    case Qt::DecorationRole: return column == Weight ? iconOf(m_themes, f.severity()) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(column == Worst || column == Moment ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::FontRole: return column == Weight || column == What ? theme.font(TextSize::Small) : theme.codeFont(TextSize::Small);
    case Qt::ForegroundRole: return column == Weight || column == What || column == Worst ? theme.text : theme.textMuted;
    default: return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(section == Worst || section == Moment ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Weight: return tr("Severity");
    case What: return tr("What was measured, and what to do");
    case Worst: return tr("Worst");
    case Place: return tr("Place");
    case Moment: return tr("At");
    default: return {};
    }
}

} // namespace loopscope
