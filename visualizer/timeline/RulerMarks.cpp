#include "visualizer/timeline/RulerMarks.h"

#include "runtime/stream/Recording.h"
#include "visualizer/model/Bookmarks.h"
#include "visualizer/model/Labels.h"
#include "visualizer/model/TraceSearch.h"
#include "visualizer/theme/Theme.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace loopscope {

namespace {

constexpr double kReach = 7; ///< pixels right of a flag's staff that still mean it

void drawFlag(QPainter& painter, const Theme& theme, double x, const QRectF& ruler, double bottom)
{
    painter.fillRect(QRectF(x, ruler.top() + 3, 1, bottom - ruler.top() - 3), theme.warning);
    const double top = ruler.top() + 3;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.warning);
    painter.drawPolygon(QPolygonF{{x, top}, {x + 8, top}, {x + 5.5, top + 3.5}, {x + 8, top + 7}, {x, top + 7}});
}

void drawWedge(QPainter& painter, const QColor& color, double x, double bottom, double size)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF{{x + 0.5 - size, bottom - 1.5 * size}, {x + 0.5 + size, bottom - 1.5 * size}, {x + 0.5, bottom}});
}

} // namespace

std::vector<double> marksOf(std::span<const std::uint32_t> hits, const Recording& recording, const TimeAxis& axis)
{
    std::vector<double> marks;
    const auto isBefore = [&](std::uint32_t hit, std::uint64_t time) { return recording.at(hit).time < time; };
    auto hit = std::lower_bound(hits.begin(), hits.end(), axis.range().from, isBefore);
    while (hit != hits.end() && recording.at(*hit).time <= axis.range().to) {
        const double pixel = std::floor(axis.x(recording.at(*hit).time));
        if (marks.empty() || marks.back() != pixel) marks.push_back(pixel);
        // At least one further, however near to it the next pixel's time is rounded.
        hit = std::max(hit + 1, std::lower_bound(hit, hits.end(), axis.time(pixel + 1), isBefore));
    }
    return marks;
}

void drawRulerMarks(QPainter& painter, const Theme& theme, const TraceView& view, const TimeAxis& axis, const QRectF& ruler, double bottom)
{
    painter.save();
    painter.setClipRect(QRectF(ruler.left(), ruler.top(), ruler.width(), bottom - ruler.top()));
    painter.setRenderHint(QPainter::Antialiasing);
    const TraceSearch& search = view.search();
    for (const double x : marksOf(search.hits(), *view.recording(), axis)) drawWedge(painter, theme.ok, x, ruler.bottom(), 3.5);
    if (const auto current = search.current()) {
        const double x = std::floor(axis.x(view.recording()->at(search.hits()[*current]).time));
        drawWedge(painter, theme.ok, x, ruler.bottom(), 5.5);
    }
    for (const Bookmark& bookmark : view.bookmarks().all()) {
        if (bookmark.time >= axis.range().from && bookmark.time <= axis.range().to) drawFlag(painter, theme, std::floor(axis.x(bookmark.time)), ruler, bottom);
    }
    painter.restore();
}

QString tipForRulerMark(const TraceView& view, const TimeAxis& axis, double x)
{
    for (const Bookmark& bookmark : view.bookmarks().all()) {
        const double at = axis.x(bookmark.time);
        if (x < at - 2 || x > at + kReach) continue;
        const QString when = QCoreApplication::translate("Timeline", "bookmark at %1").arg(Labels::duration(bookmark.time));
        return bookmark.note.isEmpty() ? when : bookmark.note + '\n' + when;
    }
    return {};
}

} // namespace loopscope
