#include "app/console/ConsolePanel.h"

#include "app/console/ConsoleInput.h"
#include "app/console/ConsoleView.h"
#include "visualizer/model/Labels.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QClipboard>
#include <QDeadlineTimer>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

// Of a frame the console may take so many ms: to fold the output into lines, and to show these.
constexpr qint64 kFoldSlice = 2;
constexpr int kShowSlice = 4;
constexpr std::size_t kBytesBetweenLooks = 1024;

} // namespace

ConsolePanel::ConsolePanel(TraceView& trace, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_trace(trace), m_themes(themes), m_view(new ConsoleView), m_input(new ConsoleInput), m_empty(new QLabel)
    , m_scope(new QLabel), m_stack(new QStackedLayout)
{
    setAutoFillBackground(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(16);
    m_empty->setProperty("role", "muted");
    m_empty->setObjectName(QStringLiteral("consoleEmpty"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    auto* strip = new QWidget;
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(8, 4, 8, 6);
    row->addWidget(m_input);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_scope->setProperty("role", "hint");
    m_scope->setContentsMargins(8, 4, 8, 0);
    m_scope->hide();
    column->addWidget(m_scope);
    column->addLayout(m_stack, 1);
    column->addWidget(strip);
    strip->setVisible(m_input->isEnabled());
    connect(m_input, &ConsoleInput::readingChanged, strip, &QWidget::setVisible); // its margins too would take room

    m_more.setSingleShot(true);
    connect(&m_more, &QTimer::timeout, this, &ConsolePanel::work);
    connect(&m_trace, &TraceView::recordingChanged, this, &ConsolePanel::takeRecording);
    connect(&m_trace, &TraceView::cursorChanged, this, &ConsolePanel::followCursor);
    connect(&m_trace, &TraceView::grew, this, &ConsolePanel::followCursor);
    connect(&m_trace, &TraceView::selectionChanged, this, &ConsolePanel::applySelection);
    connect(&m_themes, &ThemeManager::changed, this, &ConsolePanel::dress);
    connect(m_view, &ConsoleView::linkActivated, this, &ConsolePanel::linkActivated);
    dress();
    takeRecording();
}

void ConsolePanel::takeRecording()
{
    m_feed.setRecording(m_trace.recording());
    applySelection();
}

void ConsolePanel::applySelection()
{
    m_text.restart();
    m_view->forget();
    m_begin = 0;
    const auto& selection = m_trace.selection();
    m_scope->setVisible(selection.has_value());
    if (selection) m_scope->setText(tr("Printed in the selected %1, from %2 on").arg(Labels::duration(selection->length()), Labels::duration(selection->from)));
    followCursor();
}

void ConsolePanel::findPieces()
{
    const auto& selection = m_trace.selection();
    if (!m_trace.recording() || !selection) {
        m_end = m_feed.countAt(m_trace.cursor());
        return;
    }
    const std::size_t begin = m_feed.countBefore(selection->from);
    m_end = std::max(begin, m_feed.countBefore(selection->to));
    if (std::exchange(m_begin, begin) != begin) m_text.restart();
}

void ConsolePanel::followCursor()
{
    m_feed.extend();
    findPieces();
    work();
}

void ConsolePanel::work()
{
    if (m_end - m_begin < m_text.pieces()) m_text.windBack(m_end - m_begin);
    const QDeadlineTimer until(kFoldSlice);
    for (std::size_t taken = 0; m_begin + m_text.pieces() < m_end;) {
        const std::size_t piece = m_begin + m_text.pieces();
        const std::string_view bytes = m_feed.bytes(piece);
        m_text.append(bytes, m_feed.at(piece).isError);
        if ((taken += bytes.size() + 16) < kBytesBetweenLooks) continue;
        if (until.hasExpired()) break;
        taken = 0;
    }
    bool isTidy = false;
    while (!isTidy && !until.hasExpired()) isTidy = !m_text.freeSome();
    m_isShown = m_view->show(m_text, kShowSlice);
    showEmptyState();
    if (isUpToDate() && isTidy) m_more.stop();
    else m_more.start(0);
}

void ConsolePanel::showEmptyState()
{
    const bool empty = m_end == m_begin;
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_view);
    if (!empty) return;
    if (!m_trace.recording()) m_empty->setText(tr("The program's output appears here. Press F5 to run the script in the editor."));
    else if (m_trace.selection()) m_empty->setText(tr("The program printed nothing in the selected time. Escape in the Timeline takes the selection away."));
    else if (m_feed.size() > 0) m_empty->setText(tr("Up to this moment the program has printed nothing."));
    else if (m_trace.recording()->isComplete()) m_empty->setText(tr("The program printed nothing."));
    else m_empty->setText(tr("The program has printed nothing yet."));
}

void ConsolePanel::dress()
{
    m_view->setTheme(m_themes.theme());
    m_input->setFont(m_themes.theme().codeFont());
    QPalette ground = palette();
    ground.setColor(QPalette::Window, m_themes.theme().editor);
    setPalette(ground);
    m_view->forget();
    work();
}

QString ConsolePanel::text() const
{
    QString text;
    for (std::size_t i = m_text.firstLine(); i < m_text.lineEnd(); ++i) {
        text += m_text.line(i).text();
        if (i + 1 < m_text.lineEnd() && !m_text.line(i).goesOn) text += u'\n';
    }
    return text;
}

void ConsolePanel::copyAll() const { QGuiApplication::clipboard()->setText(text()); }

void ConsolePanel::focusInput() { (m_input->isEnabled() ? static_cast<QWidget*>(m_input) : m_view)->setFocus(); }

} // namespace loopscope
