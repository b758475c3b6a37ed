#include "visualizer/stage/StageParts.h"
#include "visualizer/stage/StageText.h"

#include <QCoreApplication>

namespace loopscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Stage", text);
}

/// The bare name: the place stands beside it.
QString functionName(const StageBuilder& b, SiteId id)
{
    const std::string_view name = b.input.dictionary.text(b.input.dictionary.site(id).function);
    return name.empty() ? tr("(anonymous)") : QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

/// A callback that the loop runs.
StageItem callbackRow(const StageBuilder& b, const StackFrame& frame)
{
    const OperationLabel label = b.labelOf()(frame);
    StageItem item{.kind = StageItem::Kind::Chip, .area = StageArea::Stack, .type = StageType::Code};
    const bool named = !b.input.dictionary.text(b.input.dictionary.site(frame.site).function).empty();
    item.text = named ? functionName(b, frame.site) : label.name;
    item.sub = b.input.labels.place(frame.site);
    item.hue = label.hue;
    item.id = frame.id;
    item.tip = tr("Callback of %1, running for %2").arg(label.name, Labels::duration(b.elapsed(frame.since)));
    return item;
}

/// A function that JavaScript called.
StageItem functionRow(const StageBuilder& b, const StackFrame& frame)
{
    StageItem item{.kind = StageItem::Kind::Chip, .area = StageArea::Stack, .type = StageType::Code};
    item.text = functionName(b, frame.site);
    item.sub = b.input.labels.place(frame.site);
    item.tip = tr("Function %1, running for %2").arg(item.text, Labels::duration(b.elapsed(frame.since)));
    item.shaped = false;
    item.hue = Hue::Main;
    return item;
}

StageItem rowOf(const StageBuilder& b, const StackFrame& frame)
{
    StageItem item = frame.isCallback ? callbackRow(b, frame) : functionRow(b, frame);
    item.site = frame.site;
    item.dim = (frame.flags & RecordFlag::Internal) != 0 || b.input.dictionary.site(frame.site).internal;
    if (!item.sub.isEmpty()) item.tip += ", " + item.sub;
    return item;
}

} // namespace

void layoutStack(const StageBuilder& b, QRectF rect)
{
    const auto& stack = b.input.loop().stack;
    const StackFrame* running = b.input.loop().callback();
    b.card(StageArea::Stack, rect);
    const QRectF inner = rect.adjusted(b.px(10), b.px(8), -b.px(10), -b.px(8));
    b.heading(StageArea::Stack, {inner.x(), inner.y(), inner.width(), b.px(18)}, tr("Call stack"),
              stack.empty() ? QString() : QString::number(stack.size()));

    const bool low = rect.height() < b.px(160);
    const double rowHeight = b.px(low ? 20 : 24), gap = b.px(low ? 2 : 3);
    double y = inner.y() + b.px(low ? 21 : 26);
    // Below detail level Lesson the script's own functions are not recorded: its run is known from the phase alone.
    const bool inMain = !b.input.functionsRecorded && b.input.loop().phase == Phase::Main && b.input.loop().callbacksRun == 0;
    if (stack.empty() && inMain) {
        StageItem item{.kind = StageItem::Kind::Chip, .area = StageArea::Stack, .rect = {inner.x(), y, inner.width(), rowHeight}};
        item.text = tr("main script");
        item.lit = true;
        b.add(item);
        return;
    }
    if (stack.empty()) {
        b.text(StageArea::Stack, StageType::Note, {inner.x(), y, inner.width(), rowHeight}, tr("Empty: no JavaScript runs"));
        return;
    }
    auto fits = static_cast<std::size_t>(std::max(1.0, (inner.bottom() - y + gap) / (rowHeight + gap)));
    if (stack.size() > fits && !low) --fits; // a line for what is left out; in a low panel the heading's count says it
    std::size_t shown = 0;
    for (auto frame = stack.rbegin(); frame != stack.rend() && shown < fits; ++frame, ++shown) {
        StageItem item = rowOf(b, *frame);
        item.rect = {inner.x(), y, inner.width(), rowHeight};
        item.lit = shown == 0;
        if (running && !frame->isCallback && shown == 0)
            item.hue = hueOf(running->queue, b.input.dictionary.type(running->type));
        b.add(item);
        y += rowHeight + gap;
    }
    if (shown < stack.size() && !low)
        b.text(StageArea::Stack, StageType::Note, {inner.x(), y, inner.width(), std::min(rowHeight, inner.bottom() - y)},
               tr("and %1 below").arg(stack.size() - shown));
}

} // namespace loopscope
