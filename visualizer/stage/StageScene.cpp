#include "visualizer/stage/StageScene.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace loopscope {

QString name(StageArea area)
{
    static constexpr std::array names{"empty",      "loops", "stack",      "ring",   "nextTick",
                                      "microtasks", "pool",  "operations", "timers", "explain"};
    return QString::fromLatin1(names[static_cast<std::size_t>(area)]);
}

static QString name(StageItem::Kind kind)
{
    static constexpr std::array names{"card", "text", "chip", "mark", "arc", "pointer", "arrow", "slot"};
    return QString::fromLatin1(names[static_cast<std::size_t>(kind)]);
}

const StageItem* StageScene::tokenAt(QPointF point) const
{
    const auto hit = std::find_if(items.rbegin(), items.rend(),
                                  [point](const StageItem& item) { return item.isToken() && item.rect.contains(point); });
    return hit == items.rend() ? nullptr : &*hit;
}

QString StageScene::toText() const
{
    QStringList lines;
    for (const StageItem& item : items) {
        QStringList words{name(item.area), name(item.kind)};
        if (item.kind == StageItem::Kind::Arrow) continue;
        if (item.lit) words << "lit";
        if (item.dim) words << "dim";
        const bool hasHue = item.kind == StageItem::Kind::Chip || item.kind == StageItem::Kind::Mark ||
                            item.kind == StageItem::Kind::Arc || item.kind == StageItem::Kind::Pointer;
        if (hasHue) words << QStringLiteral("(%1)").arg(QLatin1String(loopscope::name(item.hue)));
        if (!item.text.isEmpty()) words << item.text;
        if (!item.sub.isEmpty()) words << "|" << item.sub;
        if (item.id) words << QStringLiteral("#%1").arg(item.id);
        lines << words.join(' ');
    }
    return lines.join('\n');
}

} // namespace loopscope
