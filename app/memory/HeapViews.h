#pragma once

#include "app/memory/HeapRows.h"
#include "inspector/heap/DuplicateStrings.h"
#include "inspector/heap/SnapshotDiff.h"

namespace loopscope {

/// Summary: all classes, their objects, and what these refer to.
class ClassRows : public HeapRows
{
public:
    using HeapRows::HeapRows;
    std::vector<HeapColumn> columns() const override;
    std::vector<HeapRow> top() const override;
    std::vector<HeapRow> below(const HeapRow& row) const override;
    int firstOrder() const override { return 4; }
};

/// Some objects by their classes: those of a search, or that were made between two snapshots and still live in a third.
class ObjectRows : public HeapRows
{
public:
    /// `empty` is said if there are none.
    ObjectRows(std::shared_ptr<const HeapFile> file, const std::vector<std::uint32_t>& nodes, QString empty);
    std::vector<HeapColumn> columns() const override;
    std::vector<HeapRow> top() const override;
    std::vector<HeapRow> below(const HeapRow& row) const override;
    int firstOrder() const override { return 3; }
    QString emptyText() const override { return m_empty; }

private:
    struct Group {
        std::uint32_t heapClass = 0;
        std::vector<std::uint32_t> nodes;
    };
    std::vector<Group> m_groups;
    QString m_empty;
};

/// Comparison: what came and went by class since another snapshot.
class ComparisonRows : public HeapRows
{
public:
    ComparisonRows(std::shared_ptr<const HeapFile> file, std::shared_ptr<const HeapFile> base, std::vector<heap::DiffRow> rows);
    std::vector<HeapColumn> columns() const override;
    std::vector<HeapRow> top() const override;
    std::vector<HeapRow> below(const HeapRow& row) const override;
    int firstOrder() const override { return 6; }
    QString emptyText() const override;
    const HeapFile& fileOf(const HeapRow& row) const override { return row.isOfBase ? *m_base : *file(); }
    const std::vector<heap::DiffRow>& rows() const { return m_rows; }

protected:
    void fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const override;

private:
    std::shared_ptr<const HeapFile> m_base;
    std::vector<heap::DiffRow> m_rows;
};

/// Containment: from the global objects, and from all roots, down by references.
class ContainmentRows : public HeapRows
{
public:
    using HeapRows::HeapRows;
    std::vector<HeapColumn> columns() const override;
    std::vector<HeapRow> top() const override;
    int firstOrder() const override { return 3; }

protected:
    void fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const override;
};

/// Dominators: each object below the one that alone keeps it.
class DominatorRows : public HeapRows
{
public:
    using HeapRows::HeapRows;
    std::vector<HeapColumn> columns() const override;
    std::vector<HeapRow> top() const override;
    std::vector<HeapRow> below(const HeapRow& row) const override;
    int firstOrder() const override { return 2; }

protected:
    void fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const override;

private:
    std::vector<HeapRow> dominated(std::uint32_t node) const;
};

/// Strings: texts that are there several times.
class StringRows : public HeapRows
{
public:
    StringRows(std::shared_ptr<const HeapFile> file, std::vector<heap::DuplicateString> strings);
    std::vector<HeapColumn> columns() const override;
    std::vector<HeapRow> top() const override;
    std::vector<HeapRow> below(const HeapRow& row) const override;
    int firstOrder() const override { return 3; }
    QString emptyText() const override;

protected:
    void fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const override;

private:
    std::vector<heap::DuplicateString> m_strings;
};

/// Retainers: what refers to an object, the nearest to the root first, and so on up. Many that are alike (of one class, by one name) are one row.
class RetainerRows : public HeapRows
{
public:
    RetainerRows(std::shared_ptr<const HeapFile> file, std::uint32_t node) : HeapRows(std::move(file)), m_node(node) {}
    std::vector<HeapColumn> columns() const override;
    std::vector<HeapRow> top() const override { return retainersOf(m_node); }
    std::vector<HeapRow> below(const HeapRow& row) const override { return row.folded ? row.folded() : retainersOf(static_cast<std::uint32_t>(row.node)); }
    bool isSortable() const override { return false; }
    QString emptyText() const override;

protected:
    void fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const override;

private:
    using Steps = std::vector<heap::Retainers::Step>;
    std::vector<HeapRow> retainersOf(std::uint32_t node) const;
    std::vector<Steps> folded(const Steps& steps) const;
    HeapRow stepRow(const heap::Retainers::Step& step) const;
    HeapRow foldRow(const std::shared_ptr<const Steps>& alike) const;

    const std::uint32_t m_node;
};

} // namespace loopscope
