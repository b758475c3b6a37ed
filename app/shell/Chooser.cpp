#include "app/shell/Chooser.h"

#include "app/shell/FuzzyMatch.h"
#include "visualizer/theme/ThemeManager.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace loopscope {

namespace {

constexpr int kEntryRole = Qt::UserRole;
constexpr int kNoteRole = Qt::UserRole + 1;
constexpr int kPositionsRole = Qt::UserRole + 2;
constexpr std::size_t kShown = 200;

/// Text at the left with the matched letters marked, the note at the right.
class EntryDelegate : public QStyledItemDelegate
{
public:
    EntryDelegate(const ThemeManager& themes, QObject* parent) : QStyledItemDelegate(parent), m_themes(themes) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), m_themes.theme().pixelSize(TextSize::Body) + m_themes.theme().space(Space::L)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = m_themes.theme();
        const bool selected = option.state & QStyle::State_Selected;
        const QRect area = option.rect.adjusted(theme.space(Space::M), 0, -theme.space(Space::M), 0);
        painter->save();
        if (selected) painter->fillRect(option.rect, theme.selection);
        const bool enabled = index.flags() & Qt::ItemIsEnabled;
        const QString note = index.data(kNoteRole).toString();
        painter->setFont(theme.font(TextSize::Small));
        painter->setPen(selected ? theme.text : theme.textMuted);
        const int noteWidth = note.isEmpty() ? 0 : std::min(area.width() / 2, painter->fontMetrics().horizontalAdvance(note) + theme.space(Space::M));
        painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, painter->fontMetrics().elidedText(note, Qt::ElideLeft, noteWidth));
        paintText(*painter, area.adjusted(0, 0, -noteWidth, 0), index, enabled ? theme.text : theme.textFaint);
        painter->restore();
    }

private:
    void paintText(QPainter& painter, const QRect& area, const QModelIndex& index, const QColor& color) const
    {
        const Theme& theme = m_themes.theme();
        const QFont plain = theme.font(TextSize::Body);
        const QFont strong = theme.font(TextSize::Body, QFont::Bold);
        const QString text = QFontMetrics(strong).elidedText(index.data().toString(), Qt::ElideRight, area.width());
        const QVariantList positions = index.data(kPositionsRole).toList();
        qreal x = area.left();
        for (int i = 0; i < text.size(); ++i) {
            const bool hit = positions.contains(i);
            painter.setFont(hit ? strong : plain);
            painter.setPen(hit ? theme.accent : color);
            painter.drawText(QRectF(x, area.top(), area.width(), area.height()), Qt::AlignVCenter, QString(text[i]));
            x += QFontMetricsF(painter.font()).horizontalAdvance(text[i]);
        }
    }

    const ThemeManager& m_themes;
};

} // namespace

Chooser::Chooser(const ThemeManager& themes, const QString& prompt, std::vector<Entry> entries, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint), m_themes(themes), m_entries(std::move(entries)), m_line(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("chooser"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_line->setObjectName(QStringLiteral("chooserLine"));
    m_line->setPlaceholderText(prompt);
    m_line->setAccessibleName(prompt);
    m_line->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("chooserList"));
    m_list->setItemDelegate(new EntryDelegate(m_themes, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_line);
    column->addWidget(m_list, 1);
    connect(m_line, &QLineEdit::textChanged, this, &Chooser::filter);
    connect(m_list, &QListWidget::itemClicked, this, &Chooser::activate);
    filter();
}

void Chooser::popUp()
{
    const QWidget* window = parentWidget()->window();
    const int width = std::min(int(640 * m_themes.scale()), window->width() - 40);
    resize(width, std::min(int(420 * m_themes.scale()), window->height() - 80));
    move(window->mapToGlobal(QPoint((window->width() - width) / 2, 48)));
    show();
    m_line->setFocus();
}

void Chooser::filter()
{
    struct Found {
        const Entry* entry;
        FuzzyMatch match;
    };
    std::vector<Found> found;
    for (const Entry& entry : m_entries)
        if (FuzzyMatch match = fuzzyMatch(m_line->text(), entry.text)) found.push_back({&entry, std::move(match)});
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.match.score > b.match.score; });
    m_list->clear();
    for (const Found& hit : found) {
        if (std::size_t(m_list->count()) == kShown) break;
        auto* item = new QListWidgetItem(hit.entry->text, m_list);
        item->setData(kEntryRole, qulonglong(hit.entry - m_entries.data()));
        item->setData(kNoteRole, hit.entry->note);
        item->setData(Qt::AccessibleDescriptionRole, hit.entry->note);
        item->setData(kPositionsRole, QVariantList(hit.match.positions.begin(), hit.match.positions.end()));
        if (!hit.entry->enabled) item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
    }
    for (int row = 0; row < m_list->count(); ++row) {
        if (!(m_list->item(row)->flags() & Qt::ItemIsEnabled)) continue;
        m_list->setCurrentRow(row);
        break;
    }
}

void Chooser::activate()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (!item || !(item->flags() & Qt::ItemIsEnabled)) return;
    const auto act = m_entries[std::size_t(item->data(kEntryRole).toULongLong())].act;
    close();
    if (act) act();
}

bool Chooser::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_line || event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: QCoreApplication::sendEvent(m_list, event); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: activate(); return true;
    default: return QDialog::eventFilter(watched, event);
    }
}

} // namespace loopscope
