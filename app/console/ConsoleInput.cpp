#include "app/console/ConsoleInput.h"

#include <QKeyEvent>

#include <algorithm>

namespace loopscope {

namespace {
constexpr qsizetype kHistory = 200;
}

ConsoleInput::ConsoleInput(QWidget* parent) : QLineEdit(parent)
{
    setObjectName(QStringLiteral("consoleInput"));
    setAccessibleName(tr("Input for the program"));
    setReading(false);
}

void ConsoleInput::setReading(bool reading)
{
    setEnabled(reading);
    setVisible(reading); // else the output has its line
    setPlaceholderText(reading ? tr("Type here for the program's standard input; Ctrl+D ends it") : tr("No program is reading"));
    emit readingChanged(reading);
}

void ConsoleInput::setHistory(const QStringList& history)
{
    m_history = history.mid(std::max<qsizetype>(0, history.size() - kHistory));
    m_at = m_history.size();
}

void ConsoleInput::keyPressEvent(QKeyEvent* event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return submit();
    if (event->key() == Qt::Key_Up) return recall(-1);
    if (event->key() == Qt::Key_Down) return recall(+1);
    if (control && event->key() == Qt::Key_D && text().isEmpty()) return emit endOfInput();
    QLineEdit::keyPressEvent(event);
}

void ConsoleInput::submit()
{
    const QString line = text();
    if (!line.isEmpty() && (m_history.isEmpty() || m_history.last() != line)) m_history << line;
    setHistory(m_history);
    m_typed.clear();
    clear();
    emit submitted(line);
}

void ConsoleInput::recall(int direction)
{
    if (m_at == m_history.size()) m_typed = text();
    const qsizetype at = std::clamp<qsizetype>(m_at + direction, 0, m_history.size());
    if (at == m_at) return;
    m_at = at;
    setText(at == m_history.size() ? m_typed : m_history[at]);
}

} // namespace loopscope
