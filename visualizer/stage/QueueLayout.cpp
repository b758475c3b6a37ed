#include "visualizer/stage/StageParts.h"
#include "visualizer/stage/StageText.h"

#include <QCoreApplication>

#include <cmath>

namespace loopscope {

static constexpr double kMoreWidth = 34; // of "+9.9k"
static constexpr double kLeastChip = 56; // a sign and some letters
static constexpr double kShortChip = 72; // a sign and a short name

static QString tr(const char* text)
{
    return QCoreApplication::translate("Stage", text);
}

/// Whether all chips find room in one row with their whole place; else they show the line alone.
static bool fitWide(const StageBuilder& b, const ChipFlow& flow, const WaitingQueue& callbacks, double most)
{
    double used = 0;
    for (const WaitingCallback& callback : callbacks) { // ends soon: what does not fit ends it
        if (!b.input.showInternal && (callback.flags & RecordFlag::Internal)) continue;
        used += b.chipWidth(b.labelOf()(callback, flow.queue), most) + b.px(4);
        if (used > flow.rect.width()) return false;
    }
    return true;
}

void layoutChips(const StageBuilder& b, const ChipFlow& flow, const WaitingQueue& callbacks)
{
    const double gap = b.px(4), height = b.chipHeight(), more = b.px(kMoreWidth);
    const double most = std::min(flow.rect.width(), b.px(240));
    const std::size_t total = shownCount(b.input, callbacks);
    const bool shortPlace = !fitWide(b, flow, callbacks, most);
    std::size_t shown = 0;
    double used = 0, y = flow.rect.y();
    for (const WaitingCallback& callback : callbacks) {
        if (!b.input.showInternal && (callback.flags & RecordFlag::Internal)) continue;
        const OperationLabel label = b.labelOf()(callback, flow.queue);
        double width = b.chipWidth(label, most, shortPlace);
        const bool lastRow = y + 2 * height + gap > flow.rect.bottom() + 1;
        const double room = flow.rect.width() - (lastRow && shown + 1 < total ? more + gap : 0);
        if (used > 0 && used + width > room + 0.5) {
            if (lastRow) break;
            used = 0;
            y += height + gap;
        }
        if (lastRow && room - used < std::min(width, b.px(kLeastChip))) break; // the number alone says more
        width = std::min(width, room - used);
        StageItem item = b.chip(flow.area, label, callback.id);
        const double x = flow.rightToLeft ? flow.rect.right() - used - width : flow.rect.x() + used;
        item.rect = {x, y, width, height};
        if (shortPlace) item.sub = lineOf(label.place);
        item.tip += tr(", waiting for %1").arg(Labels::duration(b.elapsed(callback.since)));
        item.dim = (callback.flags & RecordFlag::Internal) != 0;
        b.add(item);
        used += width + gap;
        ++shown;
    }
    if (shown >= total) return;
    const double x = flow.rightToLeft ? flow.rect.right() - used - more : flow.rect.x() + used;
    b.text(flow.area, StageType::Note, {x, y, more, height}, "+" + countText(total - shown),
           (flow.rightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

namespace {

struct DrainTexts {
    StageArea area;
    QString title, shortTitle, empty;
    Hue hue;
};

DrainTexts textsOf(Queue queue)
{
    if (queue == Queue::NextTick) return {StageArea::NextTick, tr("nextTick queue"), tr("nextTick"), tr("empty"), Hue::NextTick};
    return {StageArea::Microtasks, tr("Promise jobs"), tr("Promise jobs"), tr("empty"), Hue::Reaction};
}

/// The job of this queue that runs now, or null. Ticks and jobs never run inside one another.
const StackFrame* runningOf(const LoopState& loop, Queue queue)
{
    const StackFrame* frame = loop.callback();
    return frame && frame->queue == queue ? frame : nullptr;
}

/// How much of a job's place is said beside its name where `room` is for it and for those who wait behind it.
QString placeWithin(const StageBuilder& b, const OperationLabel& label, double room)
{
    OperationLabel tried = label;
    for (const QString& place : {label.place, lineOf(label.place)}) {
        tried.place = place;
        if (b.chipWidth(tried, room) <= room - b.px(kShortChip)) return place;
    }
    return {};
}

/// The running job stands first, lit; behind a gap wait the others, who need room for a name or their number at least.
double layoutRunning(const StageBuilder& b, const StackFrame& frame, StageArea area, QRectF rect, bool othersWait)
{
    const double gap = b.px(12), room = rect.width() - (othersWait ? gap + b.px(kMoreWidth) : 0);
    OperationLabel label = b.labelOf()(frame);
    StageItem item = b.chip(area, label, frame.id);
    if (othersWait) item.sub = label.place = placeWithin(b, label, rect.width() - gap);
    item.rect = {rect.x(), rect.y(), b.chipWidth(label, std::min(room, b.px(220))), b.chipHeight()};
    item.lit = true;
    item.tip += tr(", runs now");
    b.add(item);
    return item.rect.width() + gap;
}

} // namespace

void layoutDrainQueue(const StageBuilder& b, QRectF rect, Queue queue, bool inLine)
{
    const DrainTexts texts = textsOf(queue);
    const WaitingQueue& waiting = b.input.loop().waiting(queue);
    const StackFrame* running = runningOf(b.input.loop(), queue);
    const std::size_t count = shownCount(b.input, waiting);
    b.card(texts.area, rect, running != nullptr,
           running ? hueOf(queue, b.input.dictionary.type(running->type)) : texts.hue);

    const QRectF inner = inLine ? rect.adjusted(b.px(10), b.px(6), -b.px(8), -b.px(6))
                                : rect.adjusted(b.px(12), b.px(10), -b.px(12), -b.px(10));
    QRectF tokens = inner;
    const QString note = count ? countText(count) : QString();
    if (inLine) {
        // One over the other, both queues' tokens begin at the same place; side by side, room is dear.
        const bool half = rect.width() < b.scene.size.width() * 0.6;
        const QString title = half ? texts.shortTitle : texts.title;
        const double common = std::max(b.measure.width(StageType::Heading, textsOf(Queue::NextTick).title),
                                       b.measure.width(StageType::Heading, textsOf(Queue::Microtask).title));
        const double head = (half ? b.measure.width(StageType::Heading, title) : common) + b.px(8) +
                            b.measure.width(StageType::Note, half ? note : QStringLiteral("9.9k")) + b.px(4);
        b.heading(texts.area, {inner.x(), inner.y(), head, inner.height()}, title, note);
        tokens.setLeft(inner.x() + head + b.px(4));
    } else {
        b.heading(texts.area, {inner.x(), inner.y(), inner.width(), b.px(18)}, texts.title, note);
        tokens.setTop(inner.y() + b.px(18 + 8));
    }
    if (!running && count == 0) {
        b.text(texts.area, StageType::Note, {tokens.x(), tokens.y(), tokens.width(), b.chipHeight()}, texts.empty);
        return;
    }
    if (running) tokens.setLeft(tokens.left() + layoutRunning(b, *running, texts.area, tokens, count > 0));
    if (tokens.width() >= b.px(kMoreWidth)) layoutChips(b, {tokens, texts.area, queue}, waiting);
}

} // namespace loopscope
