#include "visualizer/timeline/SearchField.h"

#include "visualizer/model/TraceSearch.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>

namespace loopscope {

SearchField::SearchField(TraceView& view, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_view(view), m_input(new QLineEdit), m_count(new QLabel)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_input);
    row->addWidget(m_count);
    m_input->setPlaceholderText(tr("Find"));
    m_input->setAccessibleName(tr("Find in time"));
    m_input->setToolTip(tr("Part of a function's name, a file, a kind or an output (/ in the timeline)"));
    m_input->addAction(icon(themes, "search"), QLineEdit::LeadingPosition);
    m_input->setClearButtonEnabled(true);
    m_input->setText(view.search().text());
    m_input->installEventFilter(this);
    m_count->setProperty("role", "muted");
    const auto dress = [this, row, &themes] {
        row->setSpacing(themes.theme().space(Space::XS));
        m_input->setFixedWidth(qRound(themes.theme().space(132.0)));
        m_count->setFont(themes.theme().font(TextSize::Small));
    };
    dress();
    connect(&themes, &ThemeManager::changed, this, dress);
    connect(m_input, &QLineEdit::textChanged, &view.search(), [this](const QString& text) { m_view.search().setText(text.trimmed()); });
    connect(&view.search(), &TraceSearch::changed, this, &SearchField::showCount);
    connect(&view, &TraceView::cursorChanged, this, &SearchField::showCount);
    showCount();
}

bool SearchField::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_input && event->type() == QEvent::KeyPress && keyPressed(static_cast<QKeyEvent&>(*event))) return true;
    return QWidget::eventFilter(watched, event);
}

bool SearchField::keyPressed(QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: event.modifiers() & Qt::ShiftModifier ? m_view.search().goToPrevious() : m_view.search().goToNext(); return true;
    case Qt::Key_Escape:
        m_input->clear();
        emit left();
        return true;
    default: return false;
    }
}

QString SearchField::countText() const
{
    const TraceSearch& search = m_view.search();
    if (search.text().isEmpty() || !m_view.recording()) return {};
    const QLocale locale;
    const QString found = locale.toString(qulonglong(search.hits().size()));
    if (!search.isDone()) return tr("%1 …").arg(found);
    if (search.hits().empty()) return tr("none");
    const auto current = search.current();
    return current ? tr("%1 of %2").arg(locale.toString(qulonglong(*current + 1)), found) : found;
}

void SearchField::showCount()
{
    m_count->setText(countText());
    m_count->setVisible(!m_count->text().isEmpty());
}

} // namespace loopscope
