#include "visualizer/stage/StageParts.h"
#include "visualizer/stage/StageText.h"

#include <QCoreApplication>

#include <algorithm>
#include <span>

namespace loopscope {

namespace {

constexpr std::uint64_t kNsPerMs = 1'000'000;

QString tr(const char* text)
{
    return QCoreApplication::translate("Stage", text);
}

/// Rows from the top of a rectangle, as many as fit.
struct Rows {
    QRectF rect;
    double y, height, gap;

    bool fits(int n = 1) const { return y + n * height + (n - 1) * gap <= rect.bottom() + 1; }
    /// How many more there is room for.
    std::size_t left() const { return static_cast<std::size_t>(std::max(0.0, (rect.bottom() + 1 - y + gap) / (height + gap))); }
    QRectF next()
    {
        const QRectF row(rect.x(), y, rect.width(), height);
        y += height + gap;
        return row;
    }
};

/// Operations in rows: a chip each, and at the right for how long. The times make one column, so that the chips end in one line.
class OperationRows
{
public:
    OperationRows(const StageBuilder& builder, StageArea area) : m_builder(builder), m_area(area), m_timeWidth(builder.px(46)) {}

    void widenFor(const QString& time) { m_timeWidth = std::max(m_timeWidth, m_builder.measure.width(StageType::Note, time) + m_builder.px(6)); }
    void add(QRectF row, const PendingOp& op, const QString& time) const
    {
        StageItem item = m_builder.chip(m_area, m_builder.labelOf()(op), op.id);
        item.lit = op.state == OpState::Running && op.slot != 0;
        item.rect = row.adjusted(0, 0, -m_timeWidth - m_builder.px(2), 0);
        item.tip += ", " + time;
        m_builder.add(item);
        m_builder.text(m_area, StageType::Note, {row.right() - m_timeWidth, row.y(), m_timeWidth, row.height()}, time,
                       Qt::AlignRight | Qt::AlignVCenter);
    }

private:
    const StageBuilder& m_builder;
    StageArea m_area;
    double m_timeWidth;
};

/// A chip over the whole row: its address or file is long.
void handleRow(const StageBuilder& b, QRectF row, const OpenHandle& handle)
{
    StageItem item = b.chip(StageArea::Operations, b.labelOf()(handle), handle.id);
    item.rect = row;
    item.dim = !handle.keepsAlive();
    item.tip += handle.keepsAlive() ? tr(", keeps the program alive") : tr(", does not keep the program alive");
    item.tip += tr(", open for %1").arg(Labels::duration(b.elapsed(handle.since)));
    b.add(item);
}

/// Signals and the terminal, which Node opens for itself with the first output: in the list of events, not in the picture.
bool isWaitedForByNobody(const Dictionary& dictionary, const OpenHandle& handle)
{
    const std::string_view type = dictionary.type(handle.type);
    return !handle.keepsAlive() && (type == "SIGNALWRAP" || type == "TTYWRAP");
}

/// What the picture needs of all operations in flight, in one pass.
struct Operations {
    std::vector<const PendingOp*> queued, open; ///< of the open ones the first
    std::size_t openCount = 0;
    std::vector<const OpenHandle*> handles; ///< those that keep the program alive first; of each the first
    std::size_t handleCount = 0, keepAlive = 0;

    std::size_t inOpen() const { return open.size() + handles.size(); }
};

Operations operationsOf(const StageBuilder& b)
{
    constexpr std::size_t kMost = 64; // more than any size shows; the rest is counted
    Operations found;
    for (const auto& [id, op] : b.input.loop().ops) {
        if (!b.input.showInternal && (op.flags & RecordFlag::Internal)) continue;
        if (op.state == OpState::Running && op.slot) continue; // in its slot
        if (op.state == OpState::Queued || runsOnThreadPool(b.input.dictionary.type(op.type))) {
            found.queued.push_back(&op);
            continue;
        }
        if (++found.openCount <= kMost) found.open.push_back(&op);
        if (!b.input.loop().handles.contains(id)) ++found.keepAlive; // a request of libuv's always does
    }
    std::vector<const OpenHandle*> others;
    for (const auto& [id, handle] : b.input.loop().handles) {
        if (handle.keepsAlive()) ++found.keepAlive;
        if (b.input.loop().ops.contains(id)) continue; // a child process is shown as the operation that it is
        if (isWaitedForByNobody(b.input.dictionary, handle)) continue;
        ++found.handleCount;
        std::vector<const OpenHandle*>& list = handle.keepsAlive() ? found.handles : others;
        if (list.size() < kMost) list.push_back(&handle);
    }
    found.handles.insert(found.handles.end(), others.begin(), others.end());
    return found;
}

const PendingOp* findOperation(const TraceState& state, std::uint64_t id)
{
    for (const auto& [thread, loop] : state.loops)
        if (const auto it = loop.ops.find(id); it != loop.ops.end()) return &it->second;
    return nullptr;
}

QString poolNote(std::size_t busy, std::size_t count, std::size_t queued)
{
    if (queued) return tr("%1 run, %2 wait").arg(busy).arg(countText(queued));
    return busy ? tr("%1 of %2 run").arg(busy).arg(count) : tr("%1 free").arg(count);
}

std::size_t slotsTaken(const StageBuilder& b)
{
    return static_cast<std::size_t>(std::ranges::count_if(b.input.state.poolSlots, [](std::uint64_t id) { return id != 0; }));
}

/// Rows that the parts below the pool want at least: a heading each, and what is first in them.
std::size_t rowsBelowPool(const Operations& operations, std::size_t timers, bool low)
{
    const std::size_t open = operations.inOpen() == 0 ? 0 : 1 + std::min<std::size_t>(operations.inOpen(), low ? 1 : 3);
    const std::size_t gaps = low ? 0 : operations.inOpen() == 0 ? 1 : 2; // each less than a row
    return open + gaps + (timers ? 1 + std::min<std::size_t>(timers, 2) : low ? 1 : 2);
}

/// Who waits for a slot: as many as there is room for, the others counted in the last row. `below`: rows to leave free.
void layoutWaiting(const StageBuilder& b, Rows& rows, const Operations& operations, std::size_t below)
{
    const std::size_t waiting = operations.queued.size(), left = rows.left();
    const std::size_t room = std::min(left, std::max<std::size_t>(left > below ? left - below : 0, 2)); // those who wait come before what is below
    const std::size_t shown = waiting <= room ? waiting : std::max<std::size_t>(room, 1) - 1;
    const std::span<const PendingOp* const> list = std::span(operations.queued).first(shown);
    const auto time = [&b](const PendingOp& op) { return tr("waits %1").arg(Labels::duration(b.elapsed(op.startedAt))); };
    OperationRows operationRows(b, StageArea::Pool);
    for (const PendingOp* op : list) operationRows.widenFor(time(*op));
    for (const PendingOp* op : list) operationRows.add(rows.next(), *op, time(*op));
    if (shown < waiting && room > 0)
        b.text(StageArea::Pool, StageType::Note, rows.next(), (shown ? tr("and %1 more wait") : tr("%1 wait")).arg(countText(waiting - shown)));
}

/// In a low panel free slots have no row of their own: the heading counts them.
void layoutPool(const StageBuilder& b, Rows& rows, const Operations& operations, std::size_t below, bool low)
{
    const auto& taken = b.input.state.poolSlots;
    const std::size_t count = std::max<std::size_t>(4, taken.size());
    const std::size_t busy = slotsTaken(b);
    b.heading(StageArea::Pool, rows.next(), tr("Thread pool"), poolNote(busy, count, operations.queued.size()));
    const auto inSlot = [&](std::size_t i) { return i < taken.size() && taken[i] ? findOperation(b.input.state, taken[i]) : nullptr; };
    const auto time = [&b](const PendingOp& op) { return Labels::duration(b.elapsed(op.runningSince)); };
    OperationRows running(b, StageArea::Pool);
    for (std::size_t i = 0; i < count; ++i)
        if (const PendingOp* op = inSlot(i)) running.widenFor(time(*op));
    for (std::size_t i = 0; i < count && rows.fits(); ++i) {
        if (low && (i >= taken.size() || !taken[i])) continue;
        const QRectF row = rows.next();
        const double number = b.px(16);
        b.text(StageArea::Pool, StageType::Note, {row.x(), row.y(), number, row.height()}, QString::number(i + 1));
        const QRectF rest = row.adjusted(number, 0, 0, 0);
        if (const PendingOp* op = inSlot(i)) running.add(rest, *op, time(*op));
        else b.add({.kind = StageItem::Kind::Slot, .area = StageArea::Pool, .rect = rest, .text = tr("free"), .hue = Hue::Pool});
    }
    layoutWaiting(b, rows, operations, below);
}

/// Where the pool takes all rows, one of them says what else there is.
void layoutPoolOverSummary(const StageBuilder& b, Rows rows, const Operations& operations, std::size_t timers)
{
    // So close that all slots that run have a row beside it, if that is not too close.
    const double wanted = (rows.rect.bottom() + 1 - rows.y + rows.gap) / static_cast<double>(slotsTaken(b) + 2) - rows.gap;
    rows.height = std::clamp(wanted, b.px(16.5), rows.height);
    const double row = rows.height + rows.gap;
    Rows last{rows.rect, rows.y + row * static_cast<double>(rows.left() - 1), rows.height, rows.gap};
    rows.rect.setBottom(last.y - rows.gap - 1);
    layoutPool(b, rows, operations, 0, true);
    QStringList parts;
    if (operations.inOpen()) parts << tr("%1 open").arg(countText(operations.openCount + operations.handleCount));
    if (timers) parts << (timers == 1 ? tr("one timer armed") : tr("%1 timers armed").arg(countText(timers)));
    b.text(operations.inOpen() ? StageArea::Operations : StageArea::Timers, StageType::Note, last.next(), parts.join(QStringLiteral(" · ")));
}

QString openNote(const Operations& operations)
{
    const QString total = countText(operations.openCount + operations.handleCount);
    if (operations.handles.empty()) return total;
    return operations.keepAlive == 1 ? tr("%1 · one keeps the program alive").arg(total)
           : operations.keepAlive  ? tr("%1 · %2 keep the program alive").arg(total, countText(operations.keepAlive))
                                   : total;
}

/// Timers that wait below keep room for their heading and the first of them.
void layoutOpen(const StageBuilder& b, Rows& rows, const Operations& operations, std::size_t timers)
{
    if (operations.inOpen() == 0 || !rows.fits(2)) return;
    b.heading(StageArea::Operations, rows.next(), tr("Open"), openNote(operations));
    const std::size_t left = rows.left(), forTimers = timers ? 2 : 0;
    const std::size_t room = std::min(left > forTimers + 1 ? left - forTimers : 1, std::size_t{4});
    const std::span list = std::span(operations.open).first(std::min({operations.open.size(), room, operations.handles.empty() ? room : room - room / 2}));
    const std::span handles = std::span(operations.handles).first(std::min(operations.handles.size(), room - list.size()));
    const auto time = [&b](const PendingOp& op) { return Labels::duration(b.elapsed(op.startedAt)); };
    OperationRows operationRows(b, StageArea::Operations);
    for (const PendingOp* op : list) operationRows.widenFor(time(*op));
    for (const PendingOp* op : list) operationRows.add(rows.next(), *op, time(*op));
    for (const OpenHandle* handle : handles) handleRow(b, rows.next(), *handle);
}

std::uint64_t dueOf(const WaitingCallback& timer)
{
    return timer.since + std::max<std::uint64_t>(1, timer.milliseconds) * kNsPerMs;
}

/// The armed timers that are due first.
std::vector<const WaitingCallback*> nextTimers(const StageBuilder& b, std::size_t most)
{
    const auto earlier = [](const WaitingCallback* one, const WaitingCallback* other) { return dueOf(*one) < dueOf(*other); };
    std::vector<const WaitingCallback*> timers; // a heap of the earliest so far, its latest on top: programs hold millions
    for (const WaitingCallback& timer : b.input.loop().waiting(Queue::Timers)) {
        if (!b.input.showInternal && (timer.flags & RecordFlag::Internal)) continue;
        if (timers.size() == most && !earlier(&timer, timers.front())) continue;
        if (timers.size() == most) {
            std::ranges::pop_heap(timers, earlier);
            timers.pop_back();
        }
        timers.push_back(&timer);
        std::ranges::push_heap(timers, earlier);
    }
    std::ranges::sort_heap(timers, earlier);
    return timers;
}

void timerRow(const StageBuilder& b, QRectF row, const WaitingCallback& timer)
{
    const std::uint64_t due = dueOf(timer), now = b.input.time;
    const QString time = now < due ? Labels::duration(due - now) : tr("due");
    const double timeWidth = std::max(b.px(46), b.measure.width(StageType::Note, time) + b.px(6));
    StageItem item = b.chip(StageArea::Timers, b.labelOf()(timer, Queue::Timers), timer.id);
    item.rect = row.adjusted(0, 0, -timeWidth, 0);
    item.value = now >= due ? 1 : 1 - static_cast<double>(due - now) / static_cast<double>(due - timer.since);
    item.tip += now < due ? tr(", due in %1 of %2 ms").arg(time).arg(timer.milliseconds)
                          : tr(", due since %1").arg(Labels::duration(now - due));
    if (timer.flags & RecordFlag::Unref) {
        item.dim = true;
        item.tip += tr(", does not keep the program alive");
    }
    b.add(item);
    StageItem left{.kind = StageItem::Kind::Text, .area = StageArea::Timers, .type = StageType::Note, .text = time};
    left.rect = {row.right() - timeWidth, row.y(), timeWidth, row.height()};
    left.align = Qt::AlignRight | Qt::AlignVCenter;
    left.lit = now >= due;
    left.hue = Hue::Timers;
    b.add(left);
}

void layoutTimers(const StageBuilder& b, Rows& rows, std::size_t total, bool low)
{
    if (!rows.fits(total ? 2 : 1)) return;
    b.heading(StageArea::Timers, rows.next(), tr("Timers"), total ? tr("%1 armed").arg(countText(total)) : low ? tr("none armed") : QString());
    if (total == 0 && low) return;
    if (total == 0) {
        b.text(StageArea::Timers, StageType::Note, rows.next(), tr("none armed"));
        return;
    }
    std::size_t room = rows.left();
    if (total > room && room > 1) --room;
    for (const WaitingCallback* timer : nextTimers(b, room)) timerRow(b, rows.next(), *timer);
    if (total > room && rows.fits())
        b.text(StageArea::Timers, StageType::Note, rows.next(), tr("and %1 more").arg(countText(total - room)));
}

} // namespace

void layoutElsewhere(const StageBuilder& b, QRectF rect)
{
    b.card(StageArea::Pool, rect);
    // In a low panel the rows stand closer, so that who waits, and timers, have their place under the four slots.
    const bool low = rect.height() < b.px(346);
    const double inset = b.px(low ? 6 : 8);
    const QRectF inner = rect.adjusted(b.px(10), inset, -b.px(10), -inset);
    Rows rows{inner, inner.y(), b.px(low ? 19 : 22), b.px(low ? 1 : 4)};
    const Operations operations = operationsOf(b);
    const std::size_t timers = shownCount(b.input, b.input.loop().waiting(Queue::Timers));
    if (low && (timers || operations.inOpen()) && rows.left() < 1 + slotsTaken(b) + 2) return layoutPoolOverSummary(b, rows, operations, timers);
    layoutPool(b, rows, operations, rowsBelowPool(operations, timers, low), low);
    if (!low) rows.y += b.px(8);
    layoutOpen(b, rows, operations, timers);
    if (!low && operations.inOpen() != 0) rows.y += b.px(8);
    layoutTimers(b, rows, timers, low);
}

} // namespace loopscope
