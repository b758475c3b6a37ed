#include "visualizer/charts/ChartsPanel.h"

#include "visualizer/charts/ChartData.h"
#include "visualizer/charts/ChartGestures.h"
#include "visualizer/charts/ChartRuler.h"
#include "visualizer/charts/ChartStrip.h"
#include "visualizer/charts/ChartText.h"
#include "visualizer/charts/LoopChoice.h"
#include "visualizer/model/Labels.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QStackedLayout>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>

namespace loopscope {

namespace {

constexpr int kFrame = 16;      ///< ms
constexpr double kPan = 0.15;   ///< of the visible length, a key
constexpr double kZoom = 0.5;   ///< a key

/// Arrow keys are the panel's.
class StripColumn : public QScrollArea
{
public:
    using QScrollArea::QScrollArea;

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        const bool pages = event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
        pages ? QScrollArea::keyPressEvent(event) : event->ignore();
    }
};

} // namespace

ChartsPanel::ChartsPanel(TraceView& view, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_view(view), m_themes(themes), m_loops(new LoopChoice), m_legend(new QLabel), m_charts(new QToolButton), m_menu(new QMenu(this)),
      m_scroll(new StripColumn), m_ruler(new ChartRuler(themes)), m_body(new QWidget), m_empty(new QLabel), m_stack(new QStackedLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QHBoxLayout;
    buildBar(bar);
    column->addLayout(bar);
    buildStrips();
    m_empty->setProperty("role", "muted");
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(12);
    m_empty->setMinimumHeight(1);
    m_stack->addWidget(m_body);
    m_stack->addWidget(m_empty);
    column->addLayout(m_stack, 1);
    setFocusPolicy(Qt::ClickFocus);
    listen();
    dress();
    takeRecording();
}

void ChartsPanel::buildBar(QBoxLayout* bar)
{
    bar->setContentsMargins(8, 2, 8, 2);
    bar->setSpacing(8);
    m_legend->setProperty("role", "hint");
    m_legend->installEventFilter(this);
    m_legend->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_charts->setText(tr("Charts"));
    m_charts->setToolTip(tr("Which charts are shown"));
    m_charts->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_charts->setPopupMode(QToolButton::InstantPopup);
    m_charts->setMenu(m_menu);
    m_charts->setFocusPolicy(Qt::TabFocus);
    bar->addWidget(m_loops);
    bar->addWidget(m_legend, 1);
    bar->addWidget(m_charts);
    connect(m_loops, &QComboBox::activated, this, &ChartsPanel::look);
}

void ChartsPanel::buildStrips()
{
    auto* strips = new QWidget;
    auto* column = new QVBoxLayout(strips);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (int i = 0; i < kStripCount; ++i) {
        const auto kind = static_cast<StripKind>(i);
        auto* strip = m_strips[static_cast<std::size_t>(i)] = new ChartStrip(kind, m_view, m_themes);
        strip->installEventFilter(this);
        column->addWidget(strip, 1);
        connect(strip, &ChartStrip::pointerMoved, this, &ChartsPanel::showPointer);
        connect(strip, &ChartStrip::tipRequested, this, [this, kind](QPoint at, double x) { showTip(kind, at, x); });
        QAction* action = m_menu->addAction(ChartText::name(kind));
        action->setCheckable(true);
        action->setChecked(true);
        connect(action, &QAction::toggled, this, [this, kind](bool shown) { setShown(kind, shown); });
    }
    m_scroll->setWidget(strips);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setMinimumHeight(1);
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(0);
    body->addWidget(m_scroll, 1);
    body->addWidget(m_ruler);
}

void ChartsPanel::listen()
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kFrame);
    connect(&m_soon, &QTimer::timeout, this, &ChartsPanel::look);
    connect(&m_view, &TraceView::recordingChanged, this, &ChartsPanel::takeRecording);
    connect(&m_view, &TraceView::grew, this, &ChartsPanel::lookSoon);
    connect(&m_view, &TraceView::cursorChanged, this, &ChartsPanel::lookSoon);
    connect(&m_view, &TraceView::visibleChanged, this, &ChartsPanel::lookSoon);
    connect(&m_view, &TraceView::selectionChanged, this, &ChartsPanel::lookSoon);
    connect(&m_themes, &ThemeManager::changed, this, &ChartsPanel::dress);
}

void ChartsPanel::lookSoon()
{
    if (isVisible() && !m_soon.isActive()) m_soon.start();
}

void ChartsPanel::takeRecording()
{
    m_pointer.reset();
    if (isVisible()) look();
}

void ChartsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    look();
}

bool ChartsPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize) lookSoon();
    return QWidget::eventFilter(watched, event);
}

void ChartsPanel::dress()
{
    for (ChartStrip* strip : m_strips) strip->dress();
    m_ruler->updateGeometry();
    m_ruler->update();
    QPalette palette = m_scroll->widget()->palette();
    palette.setColor(QPalette::Window, m_themes.theme().panel);
    m_scroll->widget()->setPalette(palette);
    m_scroll->widget()->setAutoFillBackground(true);
    lookSoon();
}

QSize ChartsPanel::sizeHint() const { return {900, qRound(m_themes.theme().space(420.0))}; }

QSize ChartsPanel::minimumSizeHint() const { return {240, qRound(m_themes.theme().space(120.0))}; }

// Looking

PlotWindow ChartsPanel::window() const
{
    for (const ChartStrip* strip : m_strips)
        if (!strip->isHidden()) return {m_view.visible(), strip->plotWidth()};
    return {m_view.visible(), 1};
}

TimeRange ChartsPanel::figuresRange() const { return m_view.selection().value_or(m_view.visible()); }

ChartData ChartsPanel::data() const { return ChartData(*m_view.model(), m_loops->loop(), window(), figuresRange()); }

void ChartsPanel::look()
{
    m_soon.stop();
    if (!isVisible()) return;
    m_loops->fill(m_view);
    const QString empty = emptyText();
    m_empty->setText(empty);
    m_stack->setCurrentWidget(empty.isEmpty() ? m_body : m_empty);
    showLegend();
    m_charts->setEnabled(m_view.recording() != nullptr);
    if (empty.isEmpty()) lookAtStrips();
}

void ChartsPanel::lookAtStrips()
{
    const PlotWindow window = this->window();
    const ChartData data = this->data();
    for (ChartStrip* strip : m_strips) {
        if (strip->isHidden()) continue;
        strip->setContent(data.strip(strip->kind(), m_view.cursorTime()), window);
        strip->setOverlay(m_view.cursorTime(), m_view.selection(), m_pointer);
    }
    m_ruler->setTime(window, m_view.cursorTime());
}

void ChartsPanel::showLegend()
{
    const QString text = legendText();
    const bool fits = text.isEmpty() || m_legend->fontMetrics().horizontalAdvance(text) <= m_legend->width();
    m_legend->setText(fits ? text : ChartText::shortLegend(window().text(m_view.cursorTime())));
    m_legend->setToolTip(text);
}

QString ChartsPanel::legendText() const
{
    if (!emptyText().isEmpty()) return {};
    return ChartText::legend(window().text(m_view.cursorTime()), Labels::duration(figuresRange().length()), m_view.selection().has_value());
}

QString ChartsPanel::emptyText() const
{
    if (!m_view.recording()) return ChartText::noRecording();
    if (m_view.recording()->info().detail == DetailLevel::Off) return ChartText::noMetrics();
    if (m_view.recording()->size() == 0) return ChartText::nothingYet();
    const bool none = std::none_of(m_strips.begin(), m_strips.end(), [](const ChartStrip* strip) { return !strip->isHidden(); });
    return none ? ChartText::allHidden() : QString();
}

bool ChartsPanel::isShown(StripKind kind) const { return !strip(kind).isHidden(); }

void ChartsPanel::setShown(StripKind kind, bool shown)
{
    strip(kind).setVisible(shown);
    m_menu->actions()[static_cast<int>(kind)]->setChecked(shown);
    look();
}

// Pointer and keys

void ChartsPanel::showPointer(std::optional<double> x)
{
    if (x == m_pointer) return;
    m_pointer = x;
    for (ChartStrip* strip : m_strips) strip->setOverlay(m_view.cursorTime(), m_view.selection(), m_pointer);
}

QString ChartsPanel::tipText(StripKind kind, std::uint64_t time) const
{
    if (!emptyText().isEmpty()) return {};
    const ChartData data = this->data();
    QStringList lines{tr("%1 at %2").arg(ChartText::name(kind), window().text(time))};
    for (const ChartValue& value : data.values(kind, time)) lines << tr("%1: %2").arg(value.name, value.text);
    const QString mark = kind == StripKind::Heap ? data.markAt(time) : QString();
    if (!mark.isEmpty()) lines << mark;
    if (lines.size() == 1) lines << strip(kind).content().empty;
    return lines.join(QLatin1Char('\n'));
}

void ChartsPanel::showTip(StripKind kind, QPoint globalPosition, double x)
{
    const PlotWindow window = this->window();
    if (x < 0 || x > window.width) return QToolTip::hideText();
    QToolTip::showText(globalPosition, tipText(kind, window.time(x)), &strip(kind));
}

void ChartsPanel::step(int by)
{
    std::vector<ChartStrip*> shown;
    std::copy_if(m_strips.begin(), m_strips.end(), std::back_inserter(shown), [](const ChartStrip* strip) { return !strip->isHidden(); });
    if (shown.empty()) return;
    const auto now = std::find_if(shown.begin(), shown.end(), [](const ChartStrip* strip) { return strip->hasFocus(); });
    const auto last = static_cast<std::ptrdiff_t>(shown.size()) - 1;
    const std::ptrdiff_t next = now == shown.end() ? 0 : std::clamp<std::ptrdiff_t>(now - shown.begin() + by, 0, last);
    shown[static_cast<std::size_t>(next)]->setFocus(Qt::TabFocusReason);
    m_scroll->ensureWidgetVisible(shown[static_cast<std::size_t>(next)], 0, 0);
}

void ChartsPanel::focusInEvent(QFocusEvent*) { step(0); }

void ChartsPanel::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier || event->text() == QLatin1String("+");
    if (!isPlain) return QWidget::keyPressEvent(event);
    ChartGestures gestures(m_view);
    switch (event->key()) {
    case Qt::Key_Left: return gestures.pan(-kPan);
    case Qt::Key_Right: return gestures.pan(kPan);
    case Qt::Key_Up: return step(-1);
    case Qt::Key_Down: return step(1);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return gestures.zoom(kZoom);
    case Qt::Key_Minus: return gestures.zoom(1 / kZoom);
    case Qt::Key_0: return gestures.showAll();
    case Qt::Key_Escape: return gestures.clearSelection();
    default: QWidget::keyPressEvent(event);
    }
}

} // namespace loopscope
