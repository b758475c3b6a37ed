#pragma once

#include "app/memory/HeapFile.h"

#include <array>
#include <functional>
#include <memory>
#include <vector>

namespace loopscope {

/// What a column of numbers says, and so how it is written.
enum class HeapUnit : std::uint8_t { Text, Objects, ObjectDifference, Bytes, ByteDifference, Distance, Percent };

struct HeapColumn {
    QString title, tip;
    HeapUnit unit = HeapUnit::Text;
};

/// A row of one of the views: a class, an object, a text that is there several times.
struct HeapRow {
    static constexpr std::size_t kMostNumbers = 6;
    static constexpr qint64 kNothing = std::numeric_limits<qint64>::min();

    QString text;
    qint64 node = -1; ///< the object; -1 for what is none
    qint64 group = -1; ///< which of the rows' own groups it is
    bool isOfBase = false; ///< the object is one of the snapshot that is compared with
    bool isHeading = false;
    bool isNote = false; ///< tells of rows that are not shown
    bool isFirst = false; ///< of the top: above the others, whatever they are sorted by
    bool mayOpen = false;
    /// By column after the first; kNothing where there is nothing to say.
    std::array<qint64, kMostNumbers> numbers{kNothing, kNothing, kNothing, kNothing, kNothing, kNothing};
    /// Of a note: the next of the rows that it tells of, in its place. Asks the HeapRows that it is from, which must still be there.
    std::function<std::vector<HeapRow>()> more;
    /// Of a row that stands for several: they. Asks in the same way.
    std::function<std::vector<HeapRow>()> folded;
};

/// What one view of a snapshot shows, as a tree that is made while it is opened. Does not change; any thread.
class HeapRows
{
public:
    static constexpr std::size_t kMostRows = 200; ///< at once; a note leads to the next

    explicit HeapRows(std::shared_ptr<const HeapFile> file) : m_file(std::move(file)) {}
    virtual ~HeapRows() = default;

    virtual std::vector<HeapColumn> columns() const = 0; ///< the first is the text's
    virtual std::vector<HeapRow> top() const = 0;
    /// What an object refers to, unless it is said otherwise.
    virtual std::vector<HeapRow> below(const HeapRow& row) const;
    /// Whether the top's rows may be put in another order, and found by their text.
    virtual bool isSortable() const { return true; }
    /// By which column they come at first.
    virtual int firstOrder() const { return 1; }
    virtual QString emptyText() const; ///< a sentence for a view without rows

    const std::shared_ptr<const HeapFile>& file() const { return m_file; }
    virtual const HeapFile& fileOf(const HeapRow&) const { return *m_file; }

protected:
    HeapRow objectRow(const HeapFile& file, std::uint32_t node, const QString& edge = {}) const;
    /// Its numbers as the columns want them: by default distance, nothing, own and retained size.
    virtual void fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const;
    /// Elements by their index; then what has a name, and then what only V8 knows, those that retain most first.
    std::vector<HeapRow> references(const HeapFile& file, std::uint32_t node) const;
    /// Those that retain most first, each with `before` before its text.
    std::vector<HeapRow> greatest(const HeapFile& file, std::vector<std::uint32_t> nodes, const QString& before = {}) const;

    /// Many rows of which some are made at a time.
    struct Listed {
        std::size_t count = 0;
        std::function<void(std::size_t begin, std::size_t end)> prepare; ///< those are asked for next; what came before them stays
        std::function<HeapRow(std::size_t)> row;
        QString rest; ///< tells how many more there are, %L1
    };
    /// The next from there on, and a note that leads to those after them.
    static std::vector<HeapRow> part(const std::shared_ptr<const Listed>& all, std::size_t from = 0);

private:
    std::shared_ptr<const HeapFile> m_file;
};

} // namespace loopscope
