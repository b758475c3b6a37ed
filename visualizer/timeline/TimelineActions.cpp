#include "visualizer/timeline/TimelineActions.h"

#include "visualizer/model/Bookmarks.h"
#include "visualizer/model/OperationSteps.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceSearch.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/Icon.h"
#include "visualizer/timeline/Player.h"
#include "visualizer/timeline/TimelineCanvas.h"

namespace loopscope {

namespace {

enum class Way : std::uint8_t { Back, On };

std::function<void()> stepper(TraceView& view, Player& player, Step step, Way way)
{
    return [&view, &player, step, way] {
        if (!view.model()) return;
        player.pause();
        const Navigation& navigation = view.model()->navigation();
        const auto cursor = way == Way::On ? navigation.next(step, view.cursor()) : navigation.previous(step, view.cursor());
        if (cursor) view.setCursor(*cursor);
    };
}

} // namespace

TimelineActions::TimelineActions(TraceView& view, Player& player, TimelineCanvas& canvas, const ThemeManager& themes, QObject* parent)
    : QObject(parent), m_view(view), m_player(player), m_themes(themes)
{
    const auto goTo = [&view, &player](std::uint64_t cursor) {
        player.pause();
        view.setCursor(cursor);
    };
    const auto step = [&](Step s, Way way) { return stepper(view, player, s, way); };
    toStart = add("time.start", tr("To the start"), "to-start", [goTo] { goTo(0); }, {Qt::Key_Home});
    previousCallback = add("time.previousCallback", tr("Previous callback"), "step-back", step(Step::Callback, Way::Back), {Qt::Key_P});
    play = add("time.play", tr("Play"), "play", [&player] { player.toggle(); }, {Qt::Key_Space});
    nextCallback = add("time.nextCallback", tr("Next callback"), "step-forward", step(Step::Callback, Way::On), {Qt::Key_N});
    toEnd = add("time.end", tr("To the end"), "to-end", [goTo] { goTo(~std::uint64_t{0}); }, {Qt::Key_End});
    previousEvent = add("time.previousEvent", tr("Previous event"), "chevron-left", [&view, goTo] { if (view.cursor() > 0) goTo(view.cursor() - 1); }, {Qt::SHIFT | Qt::Key_Left});
    nextEvent = add("time.nextEvent", tr("Next event"), "chevron-right", [&view, goTo] { goTo(view.cursor() + 1); }, {Qt::SHIFT | Qt::Key_Right});
    previousMicrotask = add("time.previousMicrotask", tr("Previous tick or promise job"), {}, step(Step::Microtask, Way::Back), {Qt::SHIFT | Qt::Key_P});
    nextMicrotask = add("time.nextMicrotask", tr("Next tick or promise job"), {}, step(Step::Microtask, Way::On), {Qt::SHIFT | Qt::Key_N});
    previousPhase = add("time.previousPhase", tr("Previous phase"), {}, step(Step::Phase, Way::Back), {Qt::Key_BracketLeft});
    nextPhase = add("time.nextPhase", tr("Next phase"), {}, step(Step::Phase, Way::On), {Qt::Key_BracketRight});
    previousIteration = add("time.previousIteration", tr("Previous iteration of the loop"), {}, step(Step::Iteration, Way::Back), {Qt::Key_PageUp});
    nextIteration = add("time.nextIteration", tr("Next iteration of the loop"), {}, step(Step::Iteration, Way::On), {Qt::Key_PageDown});
    const auto stepOperation = [&view, &player](Way way) {
        return [&view, &player, way] {
            if (!view.model()) return;
            player.pause();
            const std::uint64_t id = view.highlighted() ? view.highlighted() : operationAt(*view.model(), view.cursor());
            if (!id) return;
            const auto cursor = way == Way::On ? nextOf(*view.recording(), id, view.cursor()) : previousOf(*view.recording(), id, view.cursor());
            if (cursor) view.setCursor(*cursor);
        };
    };
    previousOfOperation = add("time.previousOfOperation", tr("Previous event of the same operation"), {}, stepOperation(Way::Back), {Qt::SHIFT | Qt::Key_O});
    nextOfOperation = add("time.nextOfOperation", tr("Next event of the same operation"), {}, stepOperation(Way::On), {Qt::Key_O});
    follow = add("time.follow", tr("Follow live"), "follow", [&view] { view.setFollowing(!view.isFollowing()); }, {Qt::Key_F});
    follow->setCheckable(true);
    zoomIn = add("time.zoomIn", tr("Zoom in"), "zoom-in", [&canvas] { canvas.zoom(0.5); }, {Qt::Key_Plus, Qt::Key_Equal});
    zoomOut = add("time.zoomOut", tr("Zoom out"), "zoom-out", [&canvas] { canvas.zoom(2); }, {Qt::Key_Minus});
    fit = add("time.fit", tr("Show the whole run"), "zoom-fit", [&canvas] { canvas.fitAll(); }, {Qt::Key_0});
    fitSelection = add("time.fitSelection", tr("Show the selected time"), {}, [&canvas] { canvas.fitSelection(); }, {Qt::Key_Return, Qt::Key_Enter});
    clearSelection = add("time.clearSelection", tr("Clear the selection of time"), {}, [&view] { view.setSelection(std::nullopt); }, {Qt::Key_Escape});

    addSearch(view);
    addBookmarks(view);
    for (const auto signal : {&TraceView::recordingChanged, &TraceView::cursorChanged, &TraceView::followingChanged, &TraceView::selectionChanged, &TraceView::grew})
        connect(&view, signal, this, &TimelineActions::refresh);
    connect(&player, &Player::playingChanged, this, &TimelineActions::refresh);
    refresh();
}

void TimelineActions::addSearch(TraceView& view)
{
    TraceSearch& search = view.search();
    find = add("time.find", tr("Find in time…"), "search", [this] { emit findRequested(); }, {Qt::Key_Slash});
    nextHit = add("time.nextHit", tr("Next place found"), {}, [&search] { search.goToNext(); }, {Qt::Key_Period});
    previousHit = add("time.previousHit", tr("Previous place found"), {}, [&search] { search.goToPrevious(); }, {Qt::Key_Comma});
    connect(&search, &TraceSearch::changed, this, &TimelineActions::refresh);
}

void TimelineActions::addBookmarks(TraceView& view)
{
    Bookmarks& bookmarks = view.bookmarks();
    bookmark = add("time.bookmark", tr("Bookmark this moment"), "bookmark", [&view, &bookmarks] {
        if (bookmarks.at(view.cursor(), view.cursorTime())) bookmarks.remove(view.cursor(), view.cursorTime());
        else bookmarks.put({view.cursor(), view.cursorTime(), {}});
    }, {Qt::Key_B});
    bookmark->setCheckable(true);
    bookmarkNote = add("time.bookmarkNote", tr("Note for this moment…"), {}, [this] { emit noteRequested(); }, {Qt::SHIFT | Qt::Key_B});
    const auto go = [&view](const Bookmark* to) {
        if (!to) return;
        view.setCursor(to->cursor);
        if (view.cursorTime() != to->time) view.setCursorTime(to->time);
    };
    nextBookmark = add("time.nextBookmark", tr("Next bookmark"), {}, [&view, &bookmarks, go] { go(bookmarks.after(view.cursor(), view.cursorTime())); }, {Qt::Key_K});
    previousBookmark = add("time.previousBookmark", tr("Previous bookmark"), {}, [&view, &bookmarks, go] { go(bookmarks.before(view.cursor(), view.cursorTime())); }, {Qt::Key_J});
    connect(&bookmarks, &Bookmarks::changed, this, &TimelineActions::refresh);
}

QAction* TimelineActions::add(const QString& name, const QString& text, const QString& iconName, std::function<void()> act, const QList<QKeySequence>& keys)
{
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    if (!iconName.isEmpty()) action->setIcon(icon(m_themes, iconName));
    // The keys are the timeline's own: elsewhere, as in the editor, they are letters.
    action->setToolTip(keys.isEmpty() ? text : tr("%1 (%2 in the timeline)").arg(text, keys.front().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, [act = std::move(act)] { act(); });
    for (const QKeySequence& key : keys) m_keys.append({key, action});
    m_all.append(action);
    return action;
}

QAction* TimelineActions::forKey(int key, Qt::KeyboardModifiers modifiers) const
{
    // Plus, minus and brackets need Shift on some keyboards and not on others.
    const bool isSign = key < 0x80 && !(key >= Qt::Key_A && key <= Qt::Key_Z) && !(key >= Qt::Key_0 && key <= Qt::Key_9) && key != Qt::Key_Space;
    const auto relevant = modifiers & ~(Qt::KeypadModifier | (isSign ? Qt::ShiftModifier : Qt::NoModifier));
    const QKeySequence pressed(QKeyCombination(relevant, static_cast<Qt::Key>(key)));
    for (const auto& [sequence, action] : m_keys)
        if (sequence == pressed) return action;
    return nullptr;
}

void TimelineActions::refresh()
{
    const std::uint64_t size = m_view.recording() ? m_view.recording()->size() : 0;
    const bool canGoBack = m_view.cursor() > 0, canGoOn = m_view.cursor() < size;
    for (QAction* action : {toStart, previousCallback, previousEvent, previousMicrotask, previousPhase, previousIteration, previousOfOperation}) action->setEnabled(canGoBack);
    for (QAction* action : {toEnd, nextCallback, nextEvent, nextMicrotask, nextPhase, nextIteration, nextOfOperation}) action->setEnabled(canGoOn);
    for (QAction* action : {play, zoomIn, zoomOut, fit}) action->setEnabled(size > 0);
    for (QAction* action : {fitSelection, clearSelection}) action->setEnabled(m_view.selection().has_value());
    const bool hasHits = !m_view.search().hits().empty();
    for (QAction* action : {nextHit, previousHit}) action->setEnabled(hasHits);
    const Bookmarks& bookmarks = m_view.bookmarks();
    for (QAction* action : {find, bookmark, bookmarkNote}) action->setEnabled(size > 0);
    bookmark->setChecked(bookmarks.at(m_view.cursor(), m_view.cursorTime()) != nullptr);
    nextBookmark->setEnabled(bookmarks.after(m_view.cursor(), m_view.cursorTime()) != nullptr);
    previousBookmark->setEnabled(bookmarks.before(m_view.cursor(), m_view.cursorTime()) != nullptr);
    follow->setEnabled(m_view.recording() && !m_view.recording()->isComplete());
    follow->setChecked(m_view.isFollowing());
    const bool playing = m_player.isPlaying();
    if (playing == play->property("playing").toBool()) return;
    play->setProperty("playing", playing);
    play->setText(playing ? tr("Pause") : tr("Play"));
    play->setToolTip(tr("%1 (%2 in the timeline)").arg(play->text(), QKeySequence(Qt::Key_Space).toString(QKeySequence::NativeText)));
    play->setIcon(icon(m_themes, playing ? "pause" : "play"));
}

} // namespace loopscope
