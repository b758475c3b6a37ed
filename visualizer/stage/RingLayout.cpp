#include "visualizer/stage/StageParts.h"
#include "visualizer/stage/StageText.h"

#include <QCoreApplication>

#include <array>
#include <cmath>
#include <numbers>

namespace loopscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Stage", text);
}

/// A phase's place on the ring, in degrees clockwise from 12 o'clock, in libuv's order. Where things happen is wide.
struct Segment {
    Phase phase;
    double start, span;
    std::optional<Queue> queue;

    double middle() const { return start + span / 2; }
};
constexpr double kGap = 5;
constexpr double kWayIn = 24; ///< from the main script's pill down to the ring; pending's label stands beside it
constexpr std::array<Segment, 6> kSegments{{{Phase::Pending, 0, 38, Queue::Pending},
                                            {Phase::Idle, 38, 34, std::nullopt},
                                            {Phase::Poll, 72, 108, Queue::Poll},
                                            {Phase::Check, 180, 72, Queue::Check},
                                            {Phase::Closing, 252, 44, Queue::Closing},
                                            {Phase::Timers, 296, 64, Queue::Timers}}};

QString titleOf(Phase phase)
{
    switch (phase) {
    case Phase::Main: return tr("main script");
    case Phase::Pending: return tr("pending");
    case Phase::Idle:
    case Phase::Prepare: return tr("idle, prepare");
    case Phase::Poll: return tr("poll");
    case Phase::Check: return tr("check");
    case Phase::Closing: return tr("closing");
    case Phase::Timers: return tr("timers");
    }
    return {};
}

bool isCurrent(const LoopState& loop, Phase phase)
{
    if (!loop.phase) return false;
    return *loop.phase == phase || (*loop.phase == Phase::Prepare && phase == Phase::Idle);
}

QPointF onCircle(QPointF centre, double radius, double degrees)
{
    const double angle = (degrees - 90) * std::numbers::pi / 180;
    return centre + QPointF(std::cos(angle), std::sin(angle)) * radius;
}

/// The ring's measures in its area.
struct Ring {
    QPointF centre;
    double radius = 0, thickness = 0;
    bool narrow = false; ///< idle's long label stands in two lines

    QRectF box() const { return {centre.x() - radius, centre.y() - radius, radius * 2, radius * 2}; }
};

Ring ringIn(const StageBuilder& b, QRectF area)
{
    // The labels that take most room: idle's, beside the upper right, and closing's, beside the middle.
    const double half = area.width() / 2 - b.px(12);
    const double idle = b.measure.width(StageType::Phase, titleOf(Phase::Idle)) + b.px(2);
    const double idleNarrow = b.measure.width(StageType::Phase, titleOf(Phase::Idle).section(' ', -1)) + b.px(2);
    const double closing = b.measure.width(StageType::Phase, titleOf(Phase::Closing)) + b.px(2);
    const double top = b.px(24 + kWayIn), bottom = b.px(14); // above: the main script's pill and the way in
    const double byHeight = (area.height() - top - bottom) / 2;
    const double one = std::min({(half - idle) / 0.82, half - closing, byHeight});
    const double two = std::min({(half - idleNarrow) / 0.82, half - closing, byHeight});
    Ring ring;
    ring.narrow = two > one * 1.06;
    ring.radius = std::max(b.px(40), std::min(ring.narrow ? two : one, b.px(200)));
    ring.thickness = std::clamp(ring.radius * 0.17, b.px(10), b.px(22));
    ring.centre = {area.center().x(), area.y() + top + (area.height() - top - bottom) / 2};
    return ring;
}

/// Where the main script stands: above the ring.
QRectF mainBox(const StageBuilder& b, const Ring& ring, QRectF area)
{
    const double width = b.measure.width(StageType::Phase, titleOf(Phase::Main)) + b.px(36), height = b.px(24);
    const double ringTop = ring.centre.y() - ring.radius;
    return {ring.centre.x() - width / 2, std::max(area.y(), ringTop - b.px(kWayIn) - height), width, height};
}

void layoutMain(const StageBuilder& b, const Ring& ring, QRectF area)
{
    const LoopState& loop = b.input.loop();
    const double ringTop = ring.centre.y() - ring.radius;
    StageItem item{.kind = StageItem::Kind::Chip, .area = StageArea::Ring, .type = StageType::Phase, .text = titleOf(Phase::Main)};
    item.rect = mainBox(b, ring, area);
    item.hue = Hue::Main;
    item.lit = isCurrent(loop, Phase::Main);
    item.dim = !item.lit;
    b.add(item);
    StageItem arrow{.kind = StageItem::Kind::Arrow, .area = StageArea::Ring};
    arrow.rect = {ring.centre.x() - b.px(4), item.rect.bottom() + b.px(2), b.px(8),
                  ringTop - item.rect.bottom() - b.px(4)};
    arrow.lit = item.lit;
    b.add(arrow);
}

QString timersNote(const StageBuilder& b, const WaitingQueue& timers)
{
    if (timers.size() > 4'000) return {};
    const auto due = std::ranges::count_if(timers, [&b](const WaitingCallback& t) {
        return t.since + t.milliseconds * std::uint64_t{1'000'000} <= b.input.time;
    });
    return due ? tr("%1 due").arg(countText(static_cast<std::size_t>(due))) : QString();
}

/// What is said under a phase's name, or "".
QString noteOf(const StageBuilder& b, const Segment& segment)
{
    const LoopState& loop = b.input.loop();
    if (segment.phase == Phase::Timers) return timersNote(b, loop.waiting(Queue::Timers));
    if (segment.phase != Phase::Poll) return {};
    const bool sleeps = isCurrent(loop, Phase::Poll) && loop.stack.empty() && b.input.time > loop.phaseSince;
    if (sleeps) return tr("for %1").arg(Labels::duration(b.elapsed(loop.phaseSince)));
    return loop.lastSleep ? tr("slept %1").arg(Labels::duration(loop.lastSleep)) : QString();
}

/// What waits in a phase: its marks in a row, then the rest as a number.
void layoutMarks(const StageBuilder& b, QRectF row, const WaitingQueue& waiting, Queue queue, bool rightToLeft)
{
    const std::size_t total = shownCount(b.input, waiting);
    const double side = b.px(12), gap = b.px(5), count = b.px(30);
    const auto fits = static_cast<std::size_t>(std::max(1.0, (row.width() - (total > 3 ? count : 0) + gap) / (side + gap)));
    const std::size_t shown = std::min({total, fits, std::size_t{6}});
    double x = rightToLeft ? row.right() - side : row.x();
    std::size_t n = 0;
    for (const WaitingCallback& callback : waiting) {
        if (n == shown) break;
        if (!b.input.showInternal && (callback.flags & RecordFlag::Internal)) continue;
        const OperationLabel label = b.labelOf()(callback, queue);
        StageItem item = b.chip(StageArea::Ring, label, callback.id);
        item.kind = StageItem::Kind::Mark;
        item.rect = {x, row.center().y() - side / 2, side, side};
        b.add(item);
        x += rightToLeft ? -(side + gap) : side + gap;
        ++n;
    }
    if (shown >= total) return;
    const QRectF rest = rightToLeft ? QRectF(row.x(), row.y(), x + side - row.x(), row.height())
                                    : QRectF(x, row.y(), row.right() - x, row.height());
    b.text(StageArea::Ring, StageType::Note, rest, "+" + countText(total - shown),
           (rightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

/// The room of a segment's label, outside its arc: clear of the main script, and on the right of the label before it.
QRectF labelBox(const StageBuilder& b, const Ring& ring, QRectF area, const Segment& segment, double height, double below)
{
    const double outside = ring.radius + b.px(12);
    const QPointF anchor = onCircle(ring.centre, outside, segment.middle());
    // Above the middle it grows upwards, below it downwards, so that it never touches the ring.
    const double wanted = anchor.y() - height / 2 * (1 - 0.7 * (anchor.y() - ring.centre.y()) / outside);
    const double y = std::min(wanted, area.bottom() - height);
    const QRectF main = mainBox(b, ring, area).adjusted(-b.px(4), 0, b.px(4), 0);
    const bool besideMain = y < main.bottom();
    if (segment.middle() >= 180) {
        const double end = besideMain ? std::min(anchor.x(), main.left()) : anchor.x();
        return {area.x(), y, end - area.x(), height};
    }
    const double x = besideMain ? std::max(anchor.x(), main.right()) : anchor.x();
    return {x, std::max(y, below), area.right() - x, height};
}

/// `below`: where the labels of the right end so far.
void layoutSegment(const StageBuilder& b, const Ring& ring, QRectF area, const Segment& segment, double& below)
{
    const LoopState& loop = b.input.loop();
    const bool current = isCurrent(loop, segment.phase);
    StageItem arc{.kind = StageItem::Kind::Arc, .area = StageArea::Ring, .rect = ring.box(), .text = titleOf(segment.phase)};
    arc.hue = hueOf(segment.phase);
    arc.lit = current;
    arc.dim = loop.ended;
    arc.start = segment.start + kGap / 2;
    arc.span = segment.span - kGap;
    arc.thickness = ring.thickness;
    b.add(arc);

    // The label stands outside, beside the middle of its arc.
    const bool right = segment.middle() < 180;
    const double lineHeight = b.measure.lineHeight(StageType::Phase);
    const QString note = noteOf(b, segment);
    const bool waits = segment.queue && shownCount(b.input, loop.waiting(*segment.queue)) > 0;
    const bool twoLines = ring.narrow && segment.phase == Phase::Idle;
    const double titleHeight = lineHeight * (twoLines ? 2 : 1);
    const double height = titleHeight + (note.isEmpty() ? 0 : lineHeight) + (waits ? b.px(18) : 0);
    const QRectF box = labelBox(b, ring, area, segment, height, below);
    if (right) below = box.bottom();
    const Qt::Alignment align = (right ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    StageItem title{.kind = StageItem::Kind::Text, .area = StageArea::Ring, .type = StageType::Phase, .text = titleOf(segment.phase)};
    title.rect = {box.x(), box.y(), box.width(), titleHeight};
    title.wrap = twoLines;
    if (twoLines) title.text.replace(' ', '\n');
    title.align = align;
    title.hue = hueOf(segment.phase);
    title.lit = current;
    b.add(title);
    double y = box.y() + titleHeight;
    if (waits) {
        layoutMarks(b, {box.x(), y, box.width(), b.px(18)}, loop.waiting(*segment.queue), *segment.queue, !right);
        y += b.px(18);
    }
    if (!note.isEmpty()) b.text(StageArea::Ring, StageType::Note, {box.x(), y, box.width(), lineHeight}, note, align);
}

void layoutCentre(const StageBuilder& b, const Ring& ring)
{
    const LoopState& loop = b.input.loop();
    const double inner = ring.radius - ring.thickness - b.px(8);
    const double number = b.measure.lineHeight(StageType::Number), note = b.measure.lineHeight(StageType::Note);
    const auto line = [&](StageType type, double y, double height, const QString& text) {
        b.text(StageArea::Ring, type, {ring.centre.x() - inner, y, inner * 2, height}, text, Qt::AlignCenter);
    };
    const double top = ring.centre.y() - (number + note) / 2;
    if (loop.ended) {
        line(StageType::Number, top, number, QString::number(loop.exitCode));
        line(StageType::Note, top + number, note, tr("exit code"));
    } else {
        line(StageType::Number, top, number, countText(loop.iteration));
        line(StageType::Note, top + number, note, tr("iteration"));
    }
}

} // namespace

void layoutRing(const StageBuilder& b, QRectF area)
{
    const Ring ring = ringIn(b, area);
    double below = area.y();
    for (const Segment& segment : kSegments) layoutSegment(b, ring, area, segment, below); // clockwise
    layoutMain(b, ring, area);
    for (const Segment& segment : kSegments) {
        if (!isCurrent(b.input.loop(), segment.phase)) continue;
        StageItem pointer{.kind = StageItem::Kind::Pointer, .area = StageArea::Ring, .rect = ring.box()};
        pointer.hue = hueOf(segment.phase);
        pointer.start = segment.middle();
        pointer.thickness = ring.thickness;
        b.add(pointer);
    }
    layoutCentre(b, ring);
}

} // namespace loopscope
