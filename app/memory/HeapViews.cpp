#include "app/memory/HeapViews.h"

#include "inspector/heap/Distances.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("HeapViews", text); }

HeapColumn distanceColumn() { return {tr("Distance"), tr("References from the program's globals"), HeapUnit::Distance}; }
HeapColumn countColumn(const QString& title) { return {title, {}, HeapUnit::Objects}; }
HeapColumn ownColumn() { return {tr("Own size"), tr("Bytes of the objects themselves"), HeapUnit::Bytes}; }
HeapColumn retainedColumn() { return {tr("Retained size"), tr("Bytes that would be free without them"), HeapUnit::Bytes}; }

/// The global object of what the root leads to, if that is a context.
std::optional<std::uint32_t> globalOf(const heap::HeapGraph& graph, std::uint32_t context)
{
    if (graph.strings().text(graph.nodeName(context)) != "system / NativeContext") return std::nullopt;
    for (std::uint32_t edge = graph.edgeBegin(context); edge < graph.edgeEnd(context); ++edge)
        if (graph.edgeType(edge) == heap::EdgeType::Internal && graph.edgeText(edge) == "global_object") return graph.edgeTo(edge);
    return std::nullopt;
}

qint64 signedOf(std::uint64_t number) { return static_cast<qint64>(number); }

} // namespace

std::vector<HeapColumn> ClassRows::columns() const { return {{tr("Constructor"), {}, HeapUnit::Text}, distanceColumn(), countColumn(tr("Objects")), ownColumn(), retainedColumn()}; }

std::vector<HeapRow> ClassRows::top() const
{
    std::vector<HeapRow> rows;
    for (const heap::ClassRow& own : file()->analysis.summary) {
        HeapRow row;
        row.text = file()->className(own.heapClass);
        row.group = own.heapClass;
        row.isHeading = row.mayOpen = true;
        row.numbers = {own.distance, own.count, signedOf(own.shallowSize), signedOf(own.retainedSize)};
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<HeapRow> ClassRows::below(const HeapRow& row) const
{
    if (row.node >= 0) return HeapRows::below(row);
    const heap::HeapAnalysis& a = file()->analysis;
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t node = 0; node < file()->graph.nodeCount(); ++node)
        if (a.classes.of(node) == row.group && a.shallowSizes[node] > 0) nodes.push_back(node);
    return greatest(*file(), std::move(nodes));
}

ObjectRows::ObjectRows(std::shared_ptr<const HeapFile> file, const std::vector<std::uint32_t>& nodes, QString empty) : HeapRows(std::move(file)), m_empty(std::move(empty))
{
    QHash<std::uint32_t, std::size_t> known;
    for (const std::uint32_t node : nodes) {
        const std::uint32_t heapClass = this->file()->analysis.classes.of(node);
        if (!known.contains(heapClass)) {
            known[heapClass] = m_groups.size();
            m_groups.push_back({heapClass, {}});
        }
        m_groups[known[heapClass]].nodes.push_back(node);
    }
}

std::vector<HeapColumn> ObjectRows::columns() const { return ClassRows(file()).columns(); }

std::vector<HeapRow> ObjectRows::top() const
{
    std::vector<HeapRow> rows;
    for (const Group& group : m_groups) {
        HeapRow row;
        row.text = file()->className(group.heapClass);
        row.group = static_cast<qint64>(rows.size());
        row.isHeading = row.mayOpen = true;
        row.numbers = {HeapRow::kNothing, static_cast<qint64>(group.nodes.size()), 0, HeapRow::kNothing};
        for (const std::uint32_t node : group.nodes) row.numbers[2] += signedOf(file()->analysis.shallowSizes[node]);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<HeapRow> ObjectRows::below(const HeapRow& row) const
{
    return row.node >= 0 ? HeapRows::below(row) : greatest(*file(), m_groups[static_cast<std::size_t>(row.group)].nodes);
}

ComparisonRows::ComparisonRows(std::shared_ptr<const HeapFile> file, std::shared_ptr<const HeapFile> base, std::vector<heap::DiffRow> rows)
    : HeapRows(std::move(file)), m_base(std::move(base)), m_rows(std::move(rows))
{
}

std::vector<HeapColumn> ComparisonRows::columns() const
{
    return {{tr("Constructor"), {}, HeapUnit::Text}, {tr("New"), tr("Objects that were not there before"), HeapUnit::Objects}, {tr("Deleted"), tr("Objects that are no longer there"), HeapUnit::Objects},
        {tr("Objects more"), {}, HeapUnit::ObjectDifference}, {tr("Size new"), {}, HeapUnit::Bytes}, {tr("Size deleted"), {}, HeapUnit::Bytes}, {tr("Size more"), {}, HeapUnit::ByteDifference}};
}

std::vector<HeapRow> ComparisonRows::top() const
{
    std::vector<HeapRow> rows;
    for (const heap::DiffRow& own : m_rows) {
        HeapRow row;
        row.text = QString::fromStdString(own.heapClass.name);
        row.group = static_cast<qint64>(rows.size());
        row.isHeading = row.mayOpen = true;
        row.numbers = {static_cast<qint64>(own.added.size()), static_cast<qint64>(own.deleted.size()), own.countDelta(), signedOf(own.addedSize), signedOf(own.deletedSize), own.sizeDelta()};
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<HeapRow> ComparisonRows::below(const HeapRow& row) const
{
    if (row.node >= 0) return HeapRows::below(row);
    const heap::DiffRow& own = m_rows[static_cast<std::size_t>(row.group)];
    std::vector<HeapRow> rows = greatest(*file(), own.added, QStringLiteral("+ "));
    const std::vector<HeapRow> gone = greatest(*m_base, own.deleted, QStringLiteral("\u2212 "));
    rows.insert(rows.end(), gone.begin(), gone.end());
    return rows;
}

void ComparisonRows::fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const { row.numbers[row.isOfBase ? 4 : 3] = signedOf(file.analysis.shallowSizes[node]); }

QString ComparisonRows::emptyText() const { return tr("No object came or went between the two."); }

std::vector<HeapColumn> ContainmentRows::columns() const { return {{tr("Object"), {}, HeapUnit::Text}, distanceColumn(), ownColumn(), retainedColumn()}; }

std::vector<HeapRow> ContainmentRows::top() const
{
    const heap::HeapGraph& graph = file()->graph;
    std::vector<HeapRow> rows;
    for (std::uint32_t edge = graph.edgeBegin(graph.root()); edge < graph.edgeEnd(graph.root()); ++edge)
        if (const auto global = globalOf(graph, graph.edgeTo(edge))) {
            rows.push_back(objectRow(*file(), *global, QStringLiteral("globalThis")));
            rows.back().isFirst = true;
        }
    const std::vector<HeapRow> others = references(*file(), graph.root());
    rows.insert(rows.end(), others.begin(), others.end());
    return rows;
}

void ContainmentRows::fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const
{
    row.numbers = {file.analysis.distances[node], signedOf(file.analysis.shallowSizes[node]), signedOf(file.analysis.retainedSizes[node])};
}

std::vector<HeapColumn> DominatorRows::columns() const { return {{tr("Object"), {}, HeapUnit::Text}, ownColumn(), retainedColumn(), {tr("Of the heap"), tr("Its part of all bytes"), HeapUnit::Percent}}; }
std::vector<HeapRow> DominatorRows::top() const { return dominated(file()->graph.root()); }
std::vector<HeapRow> DominatorRows::below(const HeapRow& row) const { return dominated(static_cast<std::uint32_t>(row.node)); }

std::vector<HeapRow> DominatorRows::dominated(std::uint32_t node) const
{
    const heap::Dominators& dominators = file()->analysis.dominators;
    std::vector<std::uint32_t> nodes;
    const std::span<const std::uint32_t> all = dominators.dominated(node);
    for (std::size_t i = 1; i < all.size(); i += dominators.dominated(all[i]).size()) nodes.push_back(all[i]);
    return greatest(*file(), std::move(nodes));
}

void DominatorRows::fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const
{
    row.mayOpen = file.analysis.dominators.dominated(node).size() > 1;
    row.numbers = {signedOf(file.analysis.shallowSizes[node]), signedOf(file.analysis.retainedSizes[node]), signedOf(file.analysis.retainedSizes[node] * 1000 / std::max<std::uint64_t>(1, file.totalSize()))};
}

StringRows::StringRows(std::shared_ptr<const HeapFile> file, std::vector<heap::DuplicateString> strings) : HeapRows(std::move(file)), m_strings(std::move(strings)) {}

std::vector<HeapColumn> StringRows::columns() const { return {{tr("Text"), {}, HeapUnit::Text}, countColumn(tr("Copies")), ownColumn(), {tr("Too much"), tr("Bytes of all copies but one"), HeapUnit::Bytes}}; }

std::vector<HeapRow> StringRows::top() const
{
    std::vector<HeapRow> rows;
    for (const heap::DuplicateString& own : m_strings) {
        HeapRow row;
        row.text = QString::fromStdString(own.text).left(200).replace(u'\n', u' ');
        if (own.truncated) row.text += u'…';
        row.group = static_cast<qint64>(rows.size());
        row.mayOpen = true;
        row.numbers = {static_cast<qint64>(own.nodes.size()), signedOf(own.shallowSize), signedOf(own.waste())};
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<HeapRow> StringRows::below(const HeapRow& row) const { return row.node >= 0 ? HeapRows::below(row) : greatest(*file(), m_strings[static_cast<std::size_t>(row.group)].nodes); }
void StringRows::fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const { row.numbers[1] = signedOf(file.analysis.shallowSizes[node]); }
QString StringRows::emptyText() const { return tr("No text is there twice."); }

std::vector<HeapColumn> RetainerRows::columns() const { return {{tr("Kept by"), {}, HeapUnit::Text}, distanceColumn(), retainedColumn()}; }

HeapRow RetainerRows::stepRow(const heap::Retainers::Step& step) const
{
    HeapRow row = objectRow(*file(), step.from);
    row.text = tr("%1 in %2").arg(file()->edgeText(step.edge), file()->nodeText(step.from));
    row.mayOpen = true;
    return row;
}

HeapRow RetainerRows::foldRow(const std::shared_ptr<const Steps>& alike) const
{
    const heap::Retainers::Step& first = alike->front();
    const QString edge = file()->graph.edgeType(first.edge) == heap::EdgeType::Element ? QStringLiteral("[…]") : file()->edgeText(first.edge);
    HeapRow row;
    row.text = tr("%1 in %L2 × %3").arg(edge).arg(alike->size()).arg(file()->className(file()->analysis.classes.of(first.from)));
    row.isHeading = row.mayOpen = true;
    row.numbers[0] = file()->analysis.distances[first.from]; // the nearest
    row.folded = [this, alike] {
        const auto one = [this, alike](std::size_t i) { return stepRow((*alike)[i]); };
        return part(std::make_shared<const Listed>(Listed{alike->size(), {}, one, tr("%L1 more")}));
    };
    return row;
}

/// By class and name, in the order of the first of each; too few to fold stay alone.
std::vector<RetainerRows::Steps> RetainerRows::folded(const Steps& steps) const
{
    constexpr std::size_t kFew = 4;
    const heap::HeapGraph& graph = file()->graph;
    const auto key = [&](const heap::Retainers::Step& step) {
        const heap::EdgeType type = graph.edgeType(step.edge);
        return std::tuple(file()->analysis.classes.of(step.from), type, heap::HeapGraph::hasName(type) ? graph.edgeName(step.edge) : 0);
    };
    std::map<decltype(key(steps.front())), std::size_t> counts, places;
    for (const auto& step : steps) ++counts[key(step)];
    std::vector<Steps> groups;
    for (const auto& step : steps) {
        const auto [place, isNew] = places.try_emplace(key(step), groups.size());
        if (isNew || counts[key(step)] < kFew) groups.push_back({step});
        else groups[place->second].push_back(step);
    }
    return groups;
}

std::vector<HeapRow> RetainerRows::retainersOf(std::uint32_t node) const
{
    Steps steps;
    for (const heap::Retainers::Step& step : file()->retainers().of(node))
        if (steps.empty() || steps.back().from != step.from) steps.push_back(step);
    const auto groups = std::make_shared<const std::vector<Steps>>(folded(steps));
    const auto row = [this, groups](std::size_t i) {
        const Steps& group = (*groups)[i];
        return group.size() == 1 ? stepRow(group.front()) : foldRow(std::shared_ptr<const Steps>(groups, &group));
    };
    return part(std::make_shared<const Listed>(Listed{groups->size(), {}, row, tr("%L1 more")}));
}

void RetainerRows::fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const { row.numbers = {file.analysis.distances[node], signedOf(file.analysis.retainedSizes[node])}; }
QString RetainerRows::emptyText() const { return tr("Only V8's own roots refer to it."); }

} // namespace loopscope
