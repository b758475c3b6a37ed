#include "visualizer/model/Bookmarks.h"

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

using Moment = std::pair<std::uint64_t, std::uint64_t>;

Moment momentOf(const Bookmark& bookmark) { return {bookmark.cursor, bookmark.time}; }

} // namespace

void Bookmarks::set(std::vector<Bookmark> all)
{
    std::ranges::stable_sort(all, {}, momentOf);
    if (all == m_all) return;
    m_all = std::move(all);
    emit changed();
}

const Bookmark* Bookmarks::at(std::uint64_t cursor, std::uint64_t time) const
{
    const auto it = std::ranges::lower_bound(m_all, Moment(cursor, time), {}, momentOf);
    return it != m_all.end() && momentOf(*it) == Moment(cursor, time) ? &*it : nullptr;
}

void Bookmarks::put(const Bookmark& bookmark)
{
    const auto it = std::ranges::lower_bound(m_all, momentOf(bookmark), {}, momentOf);
    if (it != m_all.end() && momentOf(*it) == momentOf(bookmark)) it->note = bookmark.note;
    else m_all.insert(it, bookmark);
    emit changed();
}

void Bookmarks::remove(std::uint64_t cursor, std::uint64_t time)
{
    if (std::erase_if(m_all, [&](const Bookmark& one) { return momentOf(one) == Moment(cursor, time); })) emit changed();
}

const Bookmark* Bookmarks::after(std::uint64_t cursor, std::uint64_t time) const
{
    const auto it = std::ranges::upper_bound(m_all, Moment(cursor, time), {}, momentOf);
    return it == m_all.end() ? nullptr : &*it;
}

const Bookmark* Bookmarks::before(std::uint64_t cursor, std::uint64_t time) const
{
    const auto it = std::ranges::lower_bound(m_all, Moment(cursor, time), {}, momentOf);
    return it == m_all.begin() ? nullptr : &*std::prev(it);
}

void Bookmarks::shift(std::uint64_t first, std::uint64_t now)
{
    if (m_all.empty()) return;
    std::erase_if(m_all, [&](const Bookmark& one) { return one.cursor <= first; });
    for (Bookmark& one : m_all) one.cursor = one.cursor - first + now;
    emit changed();
}

} // namespace loopscope
