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

bool isSameAsBelow(const StageBuilder& b, const std::vector<StackFrame>& stack, std::size_t depth)
{
    if (depth == 0 || stack[depth].isCallback || !stack[depth - 1].isCallback) return false;
    const Site one = b.input.dictionary.site(stack[depth].site), other = b.input.dictionary.site(stack[depth - 1].site);
    return one.script == other.script && one.line == other.line && one.function == other.function;
}

/// All rows, innermost first.
static std::vector<StageItem> rowsOf(const StageBuilder& b)
{
    const LoopState& loop = b.input.loop();
    std::vector<StageItem> rows;
    for (std::size_t depth = loop.stack.size(); depth-- > 0;)
        if (!isSameAsBelow(b, loop.stack, depth)) rows.push_back(rowOf(b, loop.stack[depth]));
    if (!b.input.mainRuns) return rows;
    StageItem main{.kind = StageItem::Kind::Chip, .area = StageArea::Stack, .type = StageType::Code, .text = tr("main script")};
    main.tip = tr("The script's own synchronous run");
    if (loop.stack.empty()) { // else the line is that of a function above
        main.site = loop.line;
        main.sub = b.input.labels.place(loop.line);
    }
    rows.push_back(main);
    return rows;
}

void layoutStack(const StageBuilder& b, QRectF rect)
{
    const StackFrame* running = b.input.loop().callback();
    std::vector<StageItem> rows = rowsOf(b);
    b.card(StageArea::Stack, rect);
    const QRectF inner = rect.adjusted(b.px(10), b.px(8), -b.px(10), -b.px(8));
    b.heading(StageArea::Stack, {inner.x(), inner.y(), inner.width(), b.px(18)}, tr("Call stack"),
              rows.empty() ? QString() : QString::number(rows.size()));

    const bool low = rect.height() < b.px(160);
    const double rowHeight = b.px(low ? 20 : 24), gap = b.px(low ? 2 : 3);
    double y = inner.y() + b.px(low ? 21 : 26);
    if (rows.empty()) {
        b.text(StageArea::Stack, StageType::Note, {inner.x(), y, inner.width(), rowHeight}, tr("Empty: no JavaScript runs"));
        return;
    }
    auto fits = static_cast<std::size_t>(std::max(1.0, (inner.bottom() - y + gap) / (rowHeight + gap)));
    if (rows.size() > fits && !low) --fits; // a line for what is left out; in a low panel the heading's count says it
    const std::size_t shown = std::min(fits, rows.size());
    rows.front().lit = true;
    if (running && rows.front().id == 0) rows.front().hue = hueOf(running->queue, b.input.dictionary.type(running->type));
    for (std::size_t i = 0; i < shown; ++i) {
        rows[i].rect = {inner.x(), y, inner.width(), rowHeight};
        b.add(rows[i]);
        y += rowHeight + gap;
    }
    if (shown < rows.size() && !low)
        b.text(StageArea::Stack, StageType::Note, {inner.x(), y, inner.width(), std::min(rowHeight, inner.bottom() - y)},
               tr("and %1 below").arg(rows.size() - shown));
}

} // namespace loopscope
