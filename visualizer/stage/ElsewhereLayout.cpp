#include "visualizer/stage/StageParts.h"
#include "visualizer/stage/StageText.h"

#include <QCoreApplication>

#include <algorithm>

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
    QRectF next()
    {
        const QRectF row(rect.x(), y, rect.width(), height);
        y += height + gap;
        return row;
    }
};

/// An operation in a row: its chip, and at the right how long.
void operationRow(const StageBuilder& b, QRectF row, const PendingOp& op, StageArea area, const QString& time)
{
    const OperationLabel label = b.labelOf()(op);
    const double timeWidth = std::max(b.px(46), b.measure.width(StageType::Note, time) + b.px(6));
    StageItem item = b.chip(area, label, op.id);
    item.rect = row.adjusted(0, 0, -timeWidth - b.px(2), 0);
    item.lit = op.state == OpState::Running && op.slot != 0;
    item.tip += ", " + time;
    b.add(item);
    b.text(area, StageType::Note, {row.right() - timeWidth, row.y(), timeWidth, row.height()}, time,
           Qt::AlignRight | Qt::AlignVCenter);
}

/// What the picture needs of all operations in flight, in one pass.
struct Operations {
    std::vector<const PendingOp*> queued, open;
    std::size_t running = 0;
};

Operations operationsOf(const StageBuilder& b)
{
    constexpr std::size_t kMost = 64; // more than any size shows; the rest is counted
    Operations found;
    for (const auto& [id, op] : b.input.loop().ops) {
        if (!b.input.showInternal && (op.flags & RecordFlag::Internal)) continue;
        if (op.state == OpState::Running && op.slot) ++found.running;
        else if (op.state == OpState::Queued || runsOnThreadPool(b.input.dictionary.type(op.type))) found.queued.push_back(&op);
        else if (found.open.size() < kMost) found.open.push_back(&op);
    }
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

/// In a low panel free slots have no row of their own: the heading counts them.
void layoutPool(const StageBuilder& b, Rows& rows, const Operations& operations, bool low)
{
    const auto& taken = b.input.state.poolSlots;
    const std::size_t count = std::max<std::size_t>(4, taken.size());
    const auto busy = static_cast<std::size_t>(std::ranges::count_if(taken, [](std::uint64_t id) { return id != 0; }));
    b.heading(StageArea::Pool, rows.next(), tr("Thread pool"), poolNote(busy, count, operations.queued.size()));
    for (std::size_t i = 0; i < count && rows.fits(); ++i) {
        if (low && (i >= taken.size() || !taken[i])) continue;
        const QRectF row = rows.next();
        const double number = b.px(16);
        b.text(StageArea::Pool, StageType::Note, {row.x(), row.y(), number, row.height()}, QString::number(i + 1));
        const QRectF rest = row.adjusted(number, 0, 0, 0);
        const PendingOp* op = i < taken.size() && taken[i] ? findOperation(b.input.state, taken[i]) : nullptr;
        if (op) operationRow(b, rest, *op, StageArea::Pool, Labels::duration(b.elapsed(op->runningSince)));
        else b.add({.kind = StageItem::Kind::Slot, .area = StageArea::Pool, .rect = rest, .text = tr("free"), .hue = Hue::Pool});
    }
    std::size_t shown = 0;
    for (const PendingOp* op : operations.queued) {
        if (shown == (low ? 1u : 3u) || !rows.fits()) break;
        operationRow(b, rows.next(), *op, StageArea::Pool, tr("waits %1").arg(Labels::duration(b.elapsed(op->startedAt))));
        ++shown;
    }
    if (!low && shown < operations.queued.size() && rows.fits())
        b.text(StageArea::Pool, StageType::Note, rows.next(), tr("and %1 more wait").arg(operations.queued.size() - shown));
}

void layoutOpen(const StageBuilder& b, Rows& rows, const Operations& operations)
{
    if (operations.open.empty() || !rows.fits(2)) return;
    b.heading(StageArea::Operations, rows.next(), tr("Open"), countText(operations.open.size()));
    std::size_t shown = 0;
    for (const PendingOp* op : operations.open) {
        if (shown == 3 || !rows.fits()) break;
        operationRow(b, rows.next(), *op, StageArea::Operations, Labels::duration(b.elapsed(op->startedAt)));
        ++shown;
    }
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

void layoutTimers(const StageBuilder& b, Rows& rows, bool low)
{
    const std::size_t total = shownCount(b.input, b.input.loop().waiting(Queue::Timers));
    if (!rows.fits(total ? 2 : 1)) return;
    b.heading(StageArea::Timers, rows.next(), tr("Timers"), total ? tr("%1 armed").arg(countText(total)) : low ? tr("none armed") : QString());
    if (total == 0 && low) return;
    if (total == 0) {
        b.text(StageArea::Timers, StageType::Note, rows.next(), tr("none armed"));
        return;
    }
    auto room = static_cast<std::size_t>((rows.rect.bottom() + 1 - rows.y + rows.gap) / (rows.height + rows.gap));
    if (total > room && room > 1) --room;
    for (const WaitingCallback* timer : nextTimers(b, room)) timerRow(b, rows.next(), *timer);
    if (total > room && rows.fits())
        b.text(StageArea::Timers, StageType::Note, rows.next(), tr("and %1 later").arg(countText(total - room)));
}

} // namespace

void layoutElsewhere(const StageBuilder& b, QRectF rect)
{
    b.card(StageArea::Pool, rect);
    const QRectF inner = rect.adjusted(b.px(10), b.px(8), -b.px(10), -b.px(8));
    // In a low panel the rows stand closer, so that timers have their place under the four slots.
    const bool low = inner.height() < b.px(250);
    Rows rows{inner, inner.y(), b.px(low ? 19 : 22), b.px(low ? 1 : 4)};
    const Operations operations = operationsOf(b);
    layoutPool(b, rows, operations, low);
    if (!low) rows.y += b.px(8);
    layoutOpen(b, rows, operations);
    if (!low && !operations.open.empty()) rows.y += b.px(8);
    layoutTimers(b, rows, low);
}

} // namespace loopscope
