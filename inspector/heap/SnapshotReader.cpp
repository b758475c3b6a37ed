#include "inspector/heap/SnapshotReader.h"

#include "inspector/heap/SnapshotSections.h"

#include <new>
#include <stdexcept>

namespace loopscope::heap
{

std::uint64_t SnapshotReader::memoryFor(std::uint64_t nodes, std::uint64_t edges)
{
    constexpr std::uint64_t nodeBytes = 18 + 52; // columns; analysis
    constexpr std::uint64_t edgeBytes = 9 + 4;
    return nodes * nodeBytes + edges * edgeBytes;
}

std::variant<HeapGraph, SnapshotError> SnapshotReader::read(SnapshotText& text) const
{
    try {
        SnapshotSections sections(text, memoryLimit, threads);
        return HeapGraph(sections.read());
    } catch (const SnapshotError& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return SnapshotError{0, "There is not enough memory to read the snapshot"};
    } catch (const std::length_error&) {
        return SnapshotError{0, "The snapshot is too long to be read"};
    }
}

} // namespace loopscope::heap
