#pragma once

#include <QObject>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace loopscope {

/// A moment that the user has marked.
struct Bookmark {
    std::uint64_t cursor = 0; ///< as TraceView's
    std::uint64_t time = 0;   ///< ns
    QString note;             ///< the user's, may be empty
    bool operator==(const Bookmark&) const = default;
};

/// The moments of the recording shown that the user has marked, in order.
///
/// Thread: the GUI's. Lifetime: the TraceView's, which owns it and empties it when another recording is shown.
class Bookmarks : public QObject
{
    Q_OBJECT
public:
    explicit Bookmarks(QObject* parent) : QObject(parent) {}

    const std::vector<Bookmark>& all() const { return m_all; }
    void set(std::vector<Bookmark> all);
    /// The one at this moment.
    const Bookmark* at(std::uint64_t cursor, std::uint64_t time) const;
    /// A mark at a moment, or another note for the one that is there.
    void put(const Bookmark& bookmark);
    void remove(std::uint64_t cursor, std::uint64_t time);
    const Bookmark* after(std::uint64_t cursor, std::uint64_t time) const;
    const Bookmark* before(std::uint64_t cursor, std::uint64_t time) const;
    /// The records before `first` are gone: its index is `now` from here on. Marks in what is gone go with it.
    void shift(std::uint64_t first, std::uint64_t now);

signals:
    void changed();

private:
    std::vector<Bookmark> m_all; // by cursor and time
};

} // namespace loopscope
