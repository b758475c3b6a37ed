#include "visualizer/theme/StillLabel.h"

#include <QEvent>
#include <QLabel>

namespace loopscope {

// The label stands in no layout: that it has another text is known here and to nobody above.
StillLabel::StillLabel(QWidget* parent) : QWidget(parent), m_label(new QLabel(this)) { measure(); }

QString StillLabel::text() const { return m_label->text(); }

void StillLabel::setText(const QString& text)
{
    if (text == m_label->text()) return;
    m_label->setText(text);
    measure();
}

void StillLabel::measure()
{
    // Who takes what width there is asks for height only, and that no text changes.
    if (!m_room.isEmpty() && sizePolicy().horizontalPolicy() == QSizePolicy::Ignored) return;
    const QSize room = m_room.expandedTo(m_label->sizeHint());
    if (room == m_room) return;
    m_room = room;
    updateGeometry();
}

QSize StillLabel::sizeHint() const { return m_room; }

QSize StillLabel::minimumSizeHint() const { return m_room; }

bool StillLabel::event(QEvent* event)
{
    const bool done = QWidget::event(event);
    switch (event->type()) {
    case QEvent::FontChange: // by now the label has it too
    case QEvent::StyleChange:
    case QEvent::Polish:
        m_room = {};
        measure();
        break;
    case QEvent::LayoutRequest: measure(); break; // of the label: its margins or its picture are others
    default: break;
    }
    return done;
}

void StillLabel::resizeEvent(QResizeEvent*) { m_label->setGeometry(rect()); }

} // namespace loopscope
