#include "visualizer/timeline/TimelinePanel.h"

#include "visualizer/model/Bookmarks.h"
#include "visualizer/model/Labels.h"
#include "visualizer/timeline/OverviewStrip.h"
#include "visualizer/timeline/Player.h"
#include "visualizer/timeline/SearchField.h"
#include "visualizer/timeline/TimelineActions.h"
#include "visualizer/timeline/TimelineCanvas.h"
#include "visualizer/timeline/TransportBar.h"

#include <QInputDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace loopscope {

TimelinePanel::TimelinePanel(TraceView& view, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_view(view), m_player(new Player(view, this)), m_canvas(new TimelineCanvas(view, themes, this)), m_overview(new OverviewStrip(view, themes, this)),
      m_actions(new TimelineActions(view, *m_player, *m_canvas, themes, this)),
      m_transport(new TransportBar(view, *m_player, *m_actions, themes))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_transport);
    column->addWidget(m_canvas, 1);
    column->addWidget(m_overview);
    setFocusProxy(m_canvas);
    addActions(m_actions->all());
    m_overview->setLeftMargin(m_canvas->namesWidth());
    connect(m_canvas, &TimelineCanvas::namesWidthChanged, m_overview, &OverviewStrip::setLeftMargin);
    connect(m_actions, &TimelineActions::findRequested, this, [this] {
        m_transport->search().input().setFocus();
        m_transport->search().input().selectAll();
    });
    connect(&m_transport->search(), &SearchField::left, m_canvas, qOverload<>(&QWidget::setFocus));
    connect(m_actions, &TimelineActions::noteRequested, this, &TimelinePanel::askForNote);
    connect(m_canvas, &TimelineCanvas::siteRequested, this, &TimelinePanel::siteRequested);
}

void TimelinePanel::askForNote()
{
    const std::uint64_t cursor = m_view.cursor(), time = m_view.cursorTime();
    const Bookmark* old = m_view.bookmarks().at(cursor, time);
    bool accepted = false;
    const QString note = QInputDialog::getText(this, tr("Note"), tr("What is to be remembered of this moment, at %1:").arg(Labels::duration(time)),
                                               QLineEdit::Normal, old ? old->note : QString(), &accepted);
    if (accepted) m_view.bookmarks().put({cursor, time, note.trimmed()});
}

void TimelinePanel::keyPressEvent(QKeyEvent* event)
{
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && event->key() == Qt::Key_Left) return m_canvas->pan(-0.15);
    if (plain && event->key() == Qt::Key_Right) return m_canvas->pan(0.15);
    if (plain && event->key() == Qt::Key_Up) return m_canvas->scroll(-1);
    if (plain && event->key() == Qt::Key_Down) return m_canvas->scroll(1);
    if (QAction* action = m_actions->forKey(event->key(), event->modifiers()))
        action->trigger();
    else
        QWidget::keyPressEvent(event);
}

} // namespace loopscope
