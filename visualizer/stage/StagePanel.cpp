#include "visualizer/stage/StagePanel.h"

#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/stage/Explain.h"
#include "visualizer/stage/FactsPopup.h"
#include "visualizer/stage/StageAccessible.h"
#include "visualizer/stage/StageLayout.h"
#include "visualizer/stage/StageMotion.h"
#include "visualizer/stage/StagePainter.h"
#include "visualizer/theme/ThemeManager.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace loopscope {

StagePanel::StagePanel(TraceView& view, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_view(view), m_themes(themes), m_theme(themes.theme())
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Stage"));
    installStageAccessibility();
    m_motion.setStartValue(0.0);
    m_motion.setEndValue(1.0);
    m_motion.setDuration(180);
    m_motion.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_motion, &QVariantAnimation::valueChanged, this, [this] { update(); });
    connect(&view, &TraceView::cursorChanged, this, &StagePanel::refresh);
    connect(&view, &TraceView::recordingChanged, this, [this] {
        m_thread = 0;
        m_focused = -1;
        m_mainEndSeen = false;
        m_mainEnd = 0;
        refresh();
    });
    connect(&view, &TraceView::grew, this, &StagePanel::refresh);
    connect(&view, &TraceView::highlightedChanged, this, [this] { update(); });
    connect(&themes, &ThemeManager::changed, this, &StagePanel::refresh);
    rebuild();
}

void StagePanel::setThread(std::uint16_t thread)
{
    if (m_thread == thread) return;
    m_thread = thread;
    m_mainEndSeen = false;
    m_mainEnd = 0;
    refresh();
}

void StagePanel::setShowInternal(bool show)
{
    if (m_showInternal == show) return;
    m_showInternal = show;
    refresh();
}

QSize StagePanel::sizeHint() const
{
    return QSize(560, 460) * m_themes.theme().scale;
}

QSize StagePanel::minimumSizeHint() const
{
    return {360, 280};
}

/// In which all has its place, in type for a desk, pixels.
static constexpr QSizeF kLeast{500, 300};

/// A large panel, as on a projector, gets larger type; a small one never smaller than at a desk: before an audience what has no
/// room in large type is told in smaller type rather than cut.
Theme StagePanel::scaledTheme() const
{
    const Theme& theme = m_themes.theme();
    const double room = std::min(width() / (1240 * theme.scale), height() / (760 * theme.scale));
    if (room >= 1) return theme.scaled(std::min(room, 1.6));
    const double fit = std::min(width() / (kLeast.width() * theme.scale), height() / (kLeast.height() * theme.scale));
    return theme.scaled(std::clamp(fit, std::min(1 / theme.scale, 1.0), 1.0));
}

/// Many changes in one turn of the event loop make one picture.
void StagePanel::refresh()
{
    m_stale = true;
    update();
}

static std::vector<std::pair<std::uint16_t, QString>> loopsOf(const TraceState& state, const Recording& recording)
{
    std::vector<std::pair<std::uint16_t, QString>> loops;
    const std::vector<ThreadInfo> threads = recording.threads();
    for (const auto& [thread, loop] : state.loops) {
        const bool known = thread < threads.size();
        if (known && threads[thread].kind == ThreadKind::Loop) loops.emplace_back(thread, StagePanel::tr("main"));
        else if (known && threads[thread].kind == ThreadKind::Worker)
            loops.emplace_back(thread, StagePanel::tr("worker %1").arg(QString::fromStdString(threads[thread].name)));
    }
    return loops;
}

StageScene StagePanel::made(bool mainRuns) const
{
    const FontMeasure measure(m_theme);
    TraceModel* model = m_view.model();
    if (!model || m_view.recording()->size() == 0)
        return layoutEmptyStage(measure, size(), tr("Run a script to see its loop"),
                                tr("Open a file or a lesson, then press Run (F5). What Node does is recorded and shown here, "
                                   "and you can go back to any moment of it."));
    const Recording& recording = model->recording();
    if (recording.info().detail == DetailLevel::Off)
        return layoutEmptyStage(measure, size(), tr("The loop of this run is not recorded"),
                                tr("Its output is in the Console. To see the loop, run the script in this process: choose so beside Run."));
    const TraceState& state = m_view.state();
    const Explanation said = explain({state, recording, model->labels(), model->ancestry(), m_view.cursorTime()});
    StageInput input{state, recording.dictionary(), model->labels()};
    input.time = std::max(m_view.cursorTime(), state.time);
    input.thread = m_thread;
    input.showInternal = m_showInternal;
    input.mainRuns = mainRuns;
    input.sentence = said.text;
    input.sentenceHue = said.hue;
    input.loops = loopsOf(state, recording);
    return layoutStage(input, measure, size());
}

/// What is drawn now: the scene, or the way to it.
StageScene StagePanel::shown() const
{
    return m_motion.state() == QAbstractAnimation::Running ? between(m_from, m_scene, m_motion.currentValue().toDouble()) : m_scene;
}

bool StagePanel::isSettled() const
{
    constexpr qint64 kCalm = 120; // ms
    return m_sinceMade.isValid() && m_sinceMade.elapsed() >= kCalm;
}

/// Whether the eye can follow what changed: a step of the cursor, not scrubbing, a live run or another size.
bool StagePanel::isStep(const StageScene& before) const
{
    constexpr std::uint64_t kFarthest = 2000; // records
    if (m_themes.isMotionReduced() || !isVisible() || m_view.isFollowing() || before.size != m_scene.size) return false;
    const std::uint64_t distance = m_view.cursor() > m_cursor ? m_view.cursor() - m_cursor : m_cursor - m_view.cursor();
    return distance > 0 && distance <= kFarthest && isSettled();
}

/// Whether the script's own synchronous run goes on at the cursor: from its phase's begin to the first callback of any
/// kind, or the phase's end. Looks at each record once.
bool StagePanel::mainRuns()
{
    const Recording* recording = m_view.recording().get();
    if (!recording || !m_view.model()) return false;
    const std::uint64_t cursor = m_view.state().cursor;
    for (; !m_mainEndSeen && m_mainEnd < cursor; ++m_mainEnd) {
        const Record& record = recording->at(m_mainEnd);
        const bool ends = record.kind == RecordKind::Begin || (record.kind == RecordKind::Phase && record.has(RecordFlag::EndEdge));
        m_mainEndSeen = ends && record.thread == m_thread;
        if (m_mainEndSeen) break;
    }
    const auto loop = m_view.state().loops.find(m_thread);
    return loop != m_view.state().loops.end() && loop->second.phase == Phase::Main && cursor <= m_mainEnd;
}

void StagePanel::rebuild()
{
    StageScene drawn = shown();
    const QString before = m_scene.sentence;
    const std::uint64_t focusedId = focusedToken() ? focusedToken()->id : 0;
    m_stale = false;
    m_theme = scaledTheme();
    m_scene = made(mainRuns());
    if (isStep(drawn)) {
        m_from = std::move(drawn);
        m_motion.start();
    } else {
        m_motion.stop();
    }
    m_sinceMade.start();
    m_cursor = m_view.cursor();
    // The keyboard stays with its operation while that is in the picture.
    const auto same = std::ranges::find_if(m_scene.items, [focusedId](const StageItem& item) {
        return focusedId != 0 && item.isToken() && item.id == focusedId;
    });
    m_focused = same == m_scene.items.end() ? -1 : static_cast<int>(same - m_scene.items.begin());
    if (m_scene.sentence == before) return;
    setAccessibleDescription(m_scene.sentence);
    emit sentenceChanged(m_scene.sentence);
}

void StagePanel::paintEvent(QPaintEvent*)
{
    if (m_stale) rebuild();
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.panel);
    StagePainter::Lights lights{m_view.highlighted(), {}, hasFocus() ? m_focused : -1};
    if (const TraceModel* model = lights.highlighted ? m_view.model() : nullptr)
        for (const Ancestry::Origin& origin : model->ancestry().chain(lights.highlighted, m_view.cursor(), m_thread))
            if (origin.id != lights.highlighted) lights.lineage.push_back(origin.id);
    StagePainter(painter, m_theme, std::move(lights)).draw(shown());
}

void StagePanel::resizeEvent(QResizeEvent*)
{
    refresh();
}

QRectF StagePanel::sentenceRect() const
{
    const auto it = std::ranges::find(m_scene.items, StageArea::Explain, &StageItem::area);
    return it == m_scene.items.end() ? QRectF() : it->rect;
}

void StagePanel::showFacts()
{
    if (m_stale) rebuild();
    TraceModel* model = m_view.model();
    if (!model || sentenceRect().isEmpty()) return;
    const QStringList facts = factsBehind({m_view.state(), model->recording(), model->labels(), model->ancestry(), m_view.cursorTime()});
    (new FactsPopup(facts, m_theme, this))->showAbove(sentenceRect().toAlignedRect());
}

const StageItem* StagePanel::focusedToken() const
{
    return m_focused >= 0 && m_focused < static_cast<int>(m_scene.items.size()) ? &m_scene.items[static_cast<std::size_t>(m_focused)]
                                                                                 : nullptr;
}

void StagePanel::act(const StageItem& token)
{
    if (token.area == StageArea::Loops) setThread(static_cast<std::uint16_t>(token.id - 1));
    else emit siteRequested(token.site, token.id);
}

void StagePanel::mouseMoveEvent(QMouseEvent* event)
{
    const StageItem* token = m_scene.tokenAt(event->position());
    setCursor(token || sentenceRect().contains(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    m_view.setHighlighted(token && token->area != StageArea::Loops ? token->id : 0);
}

void StagePanel::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
    const StageItem* token = m_scene.tokenAt(event->position());
    if (!token) return;
    m_focused = static_cast<int>(token - m_scene.items.data());
    act(StageItem(*token)); // a copy: what it sets off may make a new scene
    update();
}

// At the release: a popup that opens at the press would get the release, and take it for a click elsewhere.
void StagePanel::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && sentenceRect().contains(event->position())) showFacts();
}

void StagePanel::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    QAction* internal = menu.addAction(tr("Show Node's own callbacks"));
    internal->setCheckable(true);
    internal->setChecked(m_showInternal);
    connect(internal, &QAction::toggled, this, &StagePanel::setShowInternal);
    menu.exec(event->globalPos());
}

void StagePanel::leaveEvent(QEvent*)
{
    m_view.setHighlighted(0);
}

void StagePanel::setFocused(int index)
{
    m_focused = index;
    const StageItem* token = focusedToken();
    m_view.setHighlighted(token && token->area != StageArea::Loops ? token->id : 0);
    if (token) announce(*this, token->tip);
    update();
}

bool StagePanel::moveFocus(int step)
{
    if (m_stale) rebuild();
    const int count = static_cast<int>(m_scene.items.size());
    for (int i = m_focused < 0 && step < 0 ? count - 1 : m_focused + step; i >= 0 && i < count; i += step) {
        if (!m_scene.items[static_cast<std::size_t>(i)].isToken()) continue;
        setFocused(i);
        return true;
    }
    return false;
}

bool StagePanel::focusNextPrevChild(bool next)
{
    if (moveFocus(next ? 1 : -1)) return true;
    m_focused = -1;
    return QWidget::focusNextPrevChild(next);
}

void StagePanel::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down: moveFocus(1); return;
    case Qt::Key_Left:
    case Qt::Key_Up: moveFocus(-1); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (const StageItem* token = focusedToken()) return act(StageItem(*token));
        break;
    case Qt::Key_W: return showFacts();
    case Qt::Key_Escape:
        if (m_focused >= 0) return setFocused(-1);
        break;
    default: break;
    }
    QWidget::keyPressEvent(event);
}

void StagePanel::focusInEvent(QFocusEvent* event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
        m_focused = -1;
        moveFocus(event->reason() == Qt::TabFocusReason ? 1 : -1);
    }
    update();
}

void StagePanel::focusOutEvent(QFocusEvent*)
{
    m_view.setHighlighted(0);
    update();
}

bool StagePanel::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const StageItem* token = m_scene.tokenAt(help->pos());
    if (token) QToolTip::showText(help->globalPos(), token->tip, this, token->rect.toAlignedRect());
    else if (sentenceRect().contains(help->pos())) QToolTip::showText(help->globalPos(), tr("Why? A click, or W, shows the facts behind it"), this);
    else QToolTip::hideText();
    return true;
}

} // namespace loopscope
