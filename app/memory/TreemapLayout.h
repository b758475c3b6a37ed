#pragma once

#include "app/memory/HeapFile.h"

#include <QRectF>

#include <span>
#include <vector>

namespace loopscope {

/// Divides an area by sizes, largest first, into rectangles that are as near to squares as they can be (Bruls, Huizing, van Wijk 2000).
/// Any thread.
std::vector<QRectF> squarified(std::span<const double> sizes, QRectF area);

/// A rectangle of the treemap: an object, or all small ones together that its dominator has beside. A value.
struct Tile {
    std::uint32_t node = 0;
    bool isRest = false;       ///< several: `node` is their dominator
    std::uint32_t objects = 1; ///< of a rest, how many lie directly below the dominator
    int depth = 0;
    std::uint64_t bytes = 0; ///< retained
    QRectF rect;             ///< in pixels
    bool hasChildren = false; ///< tiles of this one follow in the list, inside of it
};

/// What `root` dominates as nested tiles, each before those inside of it. None is smaller than some pixels: what would be is one rest.
/// `heading` is the height of a tile's title, in pixels. Any thread.
std::vector<Tile> treemapOf(const HeapFile& file, std::uint32_t root, QRectF area, double heading);

} // namespace loopscope
