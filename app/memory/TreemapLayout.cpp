#include "app/memory/TreemapLayout.h"

#include <algorithm>
#include <functional>

namespace loopscope {

namespace {

constexpr int kDeepest = 6;
constexpr double kLeastArea = 90;   ///< of a tile, pixels
constexpr double kLeastSide = 26;   ///< of a tile that shows what is in it
constexpr std::size_t kMostTiles = 120; ///< beside one another

class Maker
{
public:
    Maker(const HeapFile& file, double heading) : m_file(file), m_heading(heading) {}

    void fill(std::uint32_t node, QRectF area, int depth)
    {
        const heap::HeapAnalysis& a = m_file.analysis;
        const std::span<const std::uint32_t> all = a.dominators.dominated(node);
        std::vector<std::uint32_t> nodes;
        // What the object takes itself is part of the rest; of the root nobody asks.
        std::uint64_t bytes = depth > 0 ? a.shallowSizes[node] : 0;
        for (std::size_t i = 1; i < all.size(); i += a.dominators.dominated(all[i]).size()) {
            if (a.retainedSizes[all[i]] == 0) continue;
            nodes.push_back(all[i]);
            bytes += a.retainedSizes[all[i]];
        }
        const double pixels = area.width() * area.height() / static_cast<double>(std::max<std::uint64_t>(1, bytes));
        const std::size_t most = std::min(nodes.size(), kMostTiles);
        std::ranges::partial_sort(nodes, nodes.begin() + static_cast<std::ptrdiff_t>(most), std::greater{}, [&](std::uint32_t one) { return a.retainedSizes[one]; });
        std::size_t shown = 0;
        std::vector<double> sizes;
        std::uint64_t left = bytes;
        for (; shown < most && static_cast<double>(a.retainedSizes[nodes[shown]]) * pixels >= kLeastArea; ++shown) {
            sizes.push_back(static_cast<double>(a.retainedSizes[nodes[shown]]));
            left -= a.retainedSizes[nodes[shown]];
        }
        if (left > 0) sizes.push_back(static_cast<double>(left));
        const std::vector<QRectF> places = squarified(sizes, area);
        for (std::size_t i = 0; i < shown; ++i) add(nodes[i], places[i], depth);
        if (left > 0 && !places.empty()) tiles.push_back({node, true, static_cast<std::uint32_t>(nodes.size() - shown), depth, left, places.back(), false});
    }

    std::vector<Tile> tiles;

private:
    void add(std::uint32_t node, QRectF rect, int depth)
    {
        const std::size_t place = tiles.size();
        tiles.push_back({node, false, 1, depth, m_file.analysis.retainedSizes[node], rect, false});
        const QRectF inside = rect.adjusted(2, m_heading + 1, -2, -2);
        if (depth + 1 >= kDeepest || inside.width() < kLeastSide || inside.height() < kLeastSide || m_file.analysis.dominators.dominated(node).size() < 2) return;
        fill(node, inside, depth + 1);
        tiles[place].hasChildren = tiles.size() > place + 1;
    }

    const HeapFile& m_file;
    const double m_heading;
};

/// The worst ratio of sides in a row of this length whose sizes add up so.
double worst(double least, double greatest, double sum, double length)
{
    const double square = length * length, all = sum * sum;
    return std::max(square * greatest / all, all / (square * least));
}

} // namespace

std::vector<QRectF> squarified(std::span<const double> sizes, QRectF area)
{
    std::vector<QRectF> result;
    double left = 0;
    for (const double size : sizes) left += size;
    if (left <= 0) return std::vector<QRectF>(sizes.size(), QRectF(area.topLeft(), QSizeF()));
    const double scale = area.width() * area.height() / left;
    for (std::size_t begin = 0; begin < sizes.size();) {
        const double length = std::min(area.width(), area.height());
        double sum = sizes[begin] * scale;
        std::size_t end = begin + 1;
        double least = sum, greatest = sum;
        while (end < sizes.size()) {
            const double next = sizes[end] * scale;
            if (next <= 0 || worst(std::min(least, next), std::max(greatest, next), sum + next, length) > worst(least, greatest, sum, length)) break;
            least = std::min(least, next);
            greatest = std::max(greatest, next);
            sum += next;
            ++end;
        }
        const bool isColumn = area.width() >= area.height();
        const double thick = length > 0 ? sum / length : 0;
        double at = isColumn ? area.top() : area.left();
        for (std::size_t i = begin; i < end; ++i) {
            const double part = thick > 0 ? sizes[i] * scale / thick : 0;
            result.push_back(isColumn ? QRectF(area.left(), at, thick, part) : QRectF(at, area.top(), part, thick));
            at += part;
        }
        if (isColumn) area.setLeft(area.left() + thick);
        else area.setTop(area.top() + thick);
        begin = end;
    }
    return result;
}

std::vector<Tile> treemapOf(const HeapFile& file, std::uint32_t root, QRectF area, double heading)
{
    Maker maker(file, heading);
    maker.fill(root, area, 0);
    return std::move(maker.tiles);
}

} // namespace loopscope
