#pragma once

#include "app/console/ConsoleText.h"
#include "app/console/OutputFeed.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QStackedLayout;

namespace loopscope {

class ConsoleInput;
class ConsoleView;
class ThemeManager;
class TraceView;

/// What the program printed up to the cursor, or in the selected time, and the line for its input. The output is a function of
/// the recording, the cursor and the selection alone; while the cursor follows a live run, it grows.
///
/// Thread: the GUI's. Owned by the window; `trace` and `themes` must outlive it.
class ConsolePanel : public QWidget
{
    Q_OBJECT
public:
    ConsolePanel(TraceView& trace, const ThemeManager& themes, QWidget* parent = nullptr);

    ConsoleInput& input() const { return *m_input; }
    ConsoleView& view() const { return *m_view; }
    /// The output that is shown, or soon will be, as plain text.
    QString text() const;
    /// All has been shown that the cursor asks for.
    bool isUpToDate() const { return m_begin + m_text.pieces() == m_end && m_isShown; }

public slots:
    void copyAll() const;
    void focusInput();

signals:
    void linkActivated(const QString& path, int line, int column);

private:
    void takeRecording();
    void followCursor();
    void applySelection();
    void findPieces();
    void work();
    void dress();
    void showEmptyState();

    TraceView& m_trace;
    const ThemeManager& m_themes;
    ConsoleView* m_view;
    ConsoleInput* m_input;
    QLabel* m_empty;
    QLabel* m_scope; // which stretch of time, while one is selected
    QStackedLayout* m_stack;
    OutputFeed m_feed;
    ConsoleText m_text;
    std::size_t m_begin = 0, m_end = 0; // pieces to show: those before the cursor, or those in the selection
    bool m_isShown = false;   // the view shows all of m_text
    QTimer m_more; // long output is taken in by slices, so that the window stays alive
};

} // namespace loopscope
