#include "visualizer/stage/StageMotion.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace loopscope {

namespace {

double mix(double a, double b, double p)
{
    return a + (b - a) * p;
}

QRectF mix(const QRectF& a, const QRectF& b, double p)
{
    return {mix(a.x(), b.x(), p), mix(a.y(), b.y(), p), mix(a.width(), b.width(), p), mix(a.height(), b.height(), p)};
}

/// The pointer takes the loop's way: clockwise, never back.
double forward(double from, double to, double p)
{
    const double way = to >= from ? to - from : to - from + 360;
    return std::fmod(from + way * p, 360);
}

using Tokens = std::unordered_multimap<std::uint64_t, const StageItem*>;

/// Where an operation was: in the same area, or else wherever it was seen.
const StageItem* origin(const Tokens& tokens, const StageItem& item)
{
    const auto [first, last] = tokens.equal_range(item.id);
    const auto same = std::find_if(first, last, [&item](const auto& entry) { return entry.second->area == item.area; });
    if (same != last) return same->second;
    return first == last ? nullptr : first->second;
}

} // namespace

StageScene between(const StageScene& from, const StageScene& to, double progress)
{
    Tokens tokens;
    const StageItem* pointer = nullptr;
    for (const StageItem& item : from.items) {
        if (item.isToken() && item.id && item.area != StageArea::Loops) tokens.emplace(item.id, &item);
        if (item.kind == StageItem::Kind::Pointer) pointer = &item;
    }
    StageScene scene = to;
    for (StageItem& item : scene.items) {
        if (item.kind == StageItem::Kind::Pointer && pointer) item.start = forward(pointer->start, item.start, progress);
        if (!item.isToken() || item.id == 0 || item.area == StageArea::Loops) continue;
        if (const StageItem* was = origin(tokens, item)) {
            item.rect = mix(was->rect, item.rect, progress);
            item.value = mix(was->value, item.value, progress);
        } else {
            const double inset = item.rect.height() * 0.25 * (1 - progress);
            item.rect.adjust(inset, inset, -inset, -inset);
        }
    }
    return scene;
}

} // namespace loopscope
