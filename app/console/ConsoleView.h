#pragma once

#include "app/console/ConsoleText.h"
#include "app/console/SourceLink.h"

#include <QDeadlineTimer>
#include <QPlainTextEdit>

namespace loopscope {

struct Theme;

/// The lines of a ConsoleText, with a sign before those that came from stderr, and links to the source.
///
/// Thread: the GUI's. Owned by the panel.
class ConsoleView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit ConsoleView(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Brings the shown lines nearer to the text's, for `milliseconds` at most; true once they are the same. Keeps the end
    /// in view if it was.
    bool show(ConsoleText& text, int milliseconds);
    /// Nothing that is shown counts any more: show() begins anew, for instance in new colours.
    void forget() { m_right = m_first; }

    /// How many characters fit: columns and rows, as a program's terminal has them.
    QSize sizeInCharacters() const;

signals:
    void resized();
    void linkActivated(const QString& path, int line, int column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void stayAtEnd();
    void dropFrom(std::size_t end);
    void dropBefore(std::size_t first);
    void append(ConsoleText& text, std::size_t end, const QDeadlineTimer& until);
    void appendLine(QTextCursor& cursor, const ConsoleLine& line, bool first);
    QTextCharFormat formatOf(const ConsoleSpan& span) const;
    QColor colorOf(std::int32_t index, const QColor& byDefault) const;
    std::optional<SourceLink> linkAt(const QPoint& at, QTextBlock& block) const;
    void light(const std::optional<SourceLink>& link, const QTextBlock& block);

    std::size_t m_first = 0; // number of the first line shown
    std::size_t m_right = 0; // before this one, shown lines are as in the text
    std::size_t m_end = 0;   // one more than the last; the document has m_end - m_first blocks, or one empty one
    bool m_atEnd = true;     // the user has not scrolled up
    bool m_changing = false; // the scroll bar is moved by us
    std::array<QColor, 16> m_colors{};
    QColor m_textColor, m_errorColor, m_ground, m_linkColor;
};

} // namespace loopscope
