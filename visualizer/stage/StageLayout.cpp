#include "visualizer/stage/StageLayout.h"

#include "visualizer/stage/StageParts.h"

#include <QCoreApplication>

#include <algorithm>

namespace loopscope {

const LoopState& StageInput::loop() const
{
    static const LoopState none;
    const auto it = state.loops.find(thread);
    return it == state.loops.end() ? none : it->second;
}

void StageBuilder::card(StageArea area, QRectF rect, bool lit, Hue hue) const
{
    add({.kind = StageItem::Kind::Card, .area = area, .rect = rect, .hue = hue, .lit = lit});
}

void StageBuilder::text(StageArea area, StageType type, QRectF rect, const QString& text, Qt::Alignment align) const
{
    add({.kind = StageItem::Kind::Text, .area = area, .type = type, .rect = rect, .text = text, .align = align});
}

void StageBuilder::heading(StageArea area, QRectF rect, const QString& title, const QString& note) const
{
    const double used = note.isEmpty() ? rect.width() : std::min(rect.width(), measure.width(StageType::Heading, title) + px(2));
    text(area, StageType::Heading, {rect.x(), rect.y(), used, rect.height()}, title);
    if (!note.isEmpty()) text(area, StageType::Note, rect.adjusted(used + px(6), 0, 0, 0), note);
}

QString lineOf(const QString& place)
{
    const qsizetype colon = place.lastIndexOf(':');
    return colon < 0 ? place : place.sliced(colon);
}

double StageBuilder::chipWidth(const OperationLabel& label, double most, bool shortPlace) const
{
    double wanted = px(6 + 12 + 6 + 9) + measure.width(StageType::Label, label.name);
    const QString place = shortPlace ? lineOf(label.place) : label.place;
    if (!place.isEmpty()) wanted += px(9) + measure.width(StageType::Place, place);
    return std::min(wanted, most);
}

StageItem StageBuilder::chip(StageArea area, const OperationLabel& label, std::uint64_t id) const
{
    StageItem item{.kind = StageItem::Kind::Chip, .area = area, .text = label.name, .sub = label.place};
    item.hue = label.hue;
    item.id = id;
    item.site = label.site;
    item.tip = label.place.isEmpty() ? label.name : label.name + ", " + label.place;
    return item;
}

std::size_t shownCount(const StageInput& input, const WaitingQueue& callbacks)
{
    if (input.showInternal) return callbacks.size();
    // Counting ten thousand at each frame would be felt; programs seldom have so many, and then Node's own few do not matter.
    if (callbacks.size() > 4'000) return callbacks.size();
    return static_cast<std::size_t>(std::ranges::count_if(
        callbacks, [](const WaitingCallback& c) { return (c.flags & RecordFlag::Internal) == 0; }));
}

namespace {

/// The rectangles of the parts for a size. Wide: stack | ring | elsewhere. Narrow: ring | stack over elsewhere; the
/// queues one over the other, or side by side where height is short.
struct Areas {
    QRectF loops, stack, ring, elsewhere, nextTick, microtasks, explain;
    bool queuesInLine = false;
};

Areas areasOf(const StageBuilder& b, QRectF all, bool hasLoops)
{
    const bool wide = all.width() >= b.px(760);
    const double margin = b.px(wide ? 16 : 8), gap = b.px(wide ? 12 : 8);
    QRectF rest = all.adjusted(margin, margin, -margin, -margin);
    Areas a;
    if (hasLoops) {
        a.loops = {rest.x(), rest.y(), rest.width(), b.px(24)};
        rest.setTop(a.loops.bottom() + gap);
    }
    const double explain = b.px(wide ? 20 : 8) + 2 * b.measure.lineHeight(StageType::Sentence);
    a.explain = {rest.x(), rest.bottom() - explain, rest.width(), explain};
    rest.setBottom(a.explain.top() - gap);

    a.queuesInLine = !wide;
    if (wide) {
        const int rows = all.height() >= b.px(640) ? 2 : 1;
        const double height = b.px(10 + 18 + 8 + 10) + rows * b.chipHeight() + (rows - 1) * b.px(4);
        const double half = (rest.width() - gap) / 2;
        a.nextTick = {rest.x(), rest.bottom() - height, half, height};
        a.microtasks = {rest.x() + half + gap, rest.bottom() - height, half, height};
    } else {
        const double height = b.px(34), half = (rest.width() - b.px(6)) / 2;
        const bool isShort = all.height() < b.px(400) && half > b.px(220);
        a.microtasks = {rest.x(), rest.bottom() - height, rest.width(), height};
        a.nextTick = a.microtasks.translated(0, -height - b.px(4));
        if (isShort) {
            a.nextTick = {rest.x(), rest.bottom() - height, half, height};
            a.microtasks = a.nextTick.translated(half + b.px(6), 0);
        }
    }
    rest.setBottom(a.nextTick.top() - gap);

    if (wide) {
        const double side = std::clamp(rest.width() * 0.27, b.px(210), b.px(420));
        a.stack = {rest.x(), rest.y(), side, rest.height()};
        a.elsewhere = {rest.right() - side, rest.y(), side, rest.height()};
        a.ring = QRectF(QPointF(a.stack.right() + gap, rest.y()), QPointF(a.elsewhere.left() - gap, rest.bottom()));
    } else {
        const double side = std::max(b.px(170), rest.width() * 0.40);
        a.ring = {rest.x(), rest.y(), rest.width() - side - gap, rest.height()};
        // The stack's innermost frame, and the pool's four slots, have their place at any height.
        const double least = b.px(54), most = std::max(least, rest.height() - gap - b.px(112));
        const double x = rest.right() - side, upper = std::clamp(rest.height() * 0.42, least, most);
        a.stack = {x, rest.y(), side, upper};
        a.elsewhere = {x, rest.y() + upper + gap, side, rest.height() - upper - gap};
    }
    return a;
}

void layoutLoops(const StageBuilder& b, QRectF rect)
{
    double x = rect.x();
    for (const auto& [thread, name] : b.input.loops) {
        const double width = b.measure.width(StageType::Label, name) + b.px(20);
        if (x + width > rect.right()) return;
        StageItem item{.kind = StageItem::Kind::Chip, .area = StageArea::Loops, .rect = {x, rect.y(), width, rect.height()}};
        item.text = name;
        item.tip = QCoreApplication::translate("Stage", "Show the loop of %1").arg(name);
        item.lit = thread == b.input.thread;
        item.shaped = false;
        item.hue = Hue::Main;
        item.id = thread + 1u; // of the loop, not of an operation
        b.add(item);
        x += width + b.px(6);
    }
}

void layoutExplain(const StageBuilder& b, QRectF rect)
{
    b.card(StageArea::Explain, rect, false, b.input.sentenceHue);
    StageItem item{.kind = StageItem::Kind::Text, .area = StageArea::Explain, .type = StageType::Sentence};
    const double inset = b.px(14);
    item.rect = rect.adjusted(inset, b.px(4), -b.px(12), -b.px(4));
    item.text = b.input.sentence;
    item.hue = b.input.sentenceHue;
    item.wrap = true;
    b.add(item);
}

} // namespace

StageScene layoutStage(const StageInput& input, const StageMeasure& measure, QSizeF size)
{
    StageScene scene;
    scene.size = size;
    scene.sentence = input.sentence;
    const StageBuilder builder{input, measure, scene};
    const Areas areas = areasOf(builder, QRectF(QPointF(), size), input.loops.size() > 1);
    if (input.loops.size() > 1) layoutLoops(builder, areas.loops);
    layoutStack(builder, areas.stack);
    layoutRing(builder, areas.ring);
    layoutElsewhere(builder, areas.elsewhere);
    layoutDrainQueue(builder, areas.nextTick, Queue::NextTick, areas.queuesInLine);
    layoutDrainQueue(builder, areas.microtasks, Queue::Microtask, areas.queuesInLine);
    layoutExplain(builder, areas.explain);
    return scene;
}

StageScene layoutEmptyStage(const StageMeasure& measure, QSizeF size, const QString& title, const QString& how)
{
    StageScene scene;
    scene.size = size;
    scene.sentence = title;
    const double radius = std::min({measure.px(84), size.width() / 4, size.height() / 4});
    const QPointF centre(size.width() / 2, size.height() / 2 - radius * 0.5);
    const auto arc = [&](double start, double span, Hue hue) {
        scene.items.push_back({.kind = StageItem::Kind::Arc, .area = StageArea::Empty, .hue = hue, .dim = true});
        StageItem& item = scene.items.back();
        item.rect = {centre.x() - radius, centre.y() - radius, radius * 2, radius * 2};
        item.start = start;
        item.span = span;
        item.thickness = measure.px(10);
    };
    arc(2, 36, Hue::Pending);
    arc(42, 36, Hue::Idle);
    arc(82, 96, Hue::Poll);
    arc(182, 76, Hue::Check);
    arc(262, 36, Hue::Closing);
    arc(302, 56, Hue::Timers);
    const double y = centre.y() + radius + measure.px(28);
    const auto line = [&](StageType type, double top, double height, const QString& text) {
        StageItem item{.kind = StageItem::Kind::Text, .area = StageArea::Empty, .type = type, .text = text};
        const double width = std::min(size.width() - measure.px(32), measure.px(400));
        item.rect = {(size.width() - width) / 2, top, width, height};
        item.align = Qt::AlignHCenter | Qt::AlignTop;
        item.wrap = true;
        item.lit = type == StageType::Sentence;
        scene.items.push_back(item);
    };
    line(StageType::Sentence, y, measure.px(24), title);
    line(StageType::Label, y + measure.px(28), measure.px(44), how);
    return scene;
}

} // namespace loopscope
