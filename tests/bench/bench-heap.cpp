// Reads and analyses a heap snapshot as the window does: `bench-heap FILE [THREADS]` prints one line of JSON. Times in ms, sizes in bytes.

#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/MappedFile.h"
#include "inspector/heap/SnapshotReader.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>

using namespace loopscope::heap;

namespace {

double millisecondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

int fail(const SnapshotError& error)
{
    std::fprintf(stderr, "bench-heap: %s (at byte %llu)\n", error.text.c_str(), static_cast<unsigned long long>(error.offset));
    return 1;
}

} // namespace

int main(int argc, char* argv[])
{
    if (argc < 2) {
        std::fputs("usage: bench-heap FILE [THREADS]\n", stderr);
        return 2;
    }
    const unsigned threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 2;
    auto opened = MappedFile::open(argv[1]);
    if (const auto* error = std::get_if<SnapshotError>(&opened)) return fail(*error);
    MappedFile& file = *std::get<std::unique_ptr<MappedFile>>(opened);
    SnapshotReader reader;
    reader.threads = threads;
    const auto start = std::chrono::steady_clock::now();
    auto read = reader.read(file);
    if (const auto* error = std::get_if<SnapshotError>(&read)) return fail(*error);
    const double reading = millisecondsSince(start);
    const HeapGraph& graph = std::get<HeapGraph>(read);
    const auto analysis = HeapAnalysis::of(graph, threads);
    if (const auto* error = std::get_if<SnapshotError>(&analysis)) return fail(*error);
    const double all = millisecondsSince(start);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("{\"read\":%.1f,\"all\":%.1f,\"nodes\":%u,\"edges\":%u,\"classes\":%zu,\"bytes\":%llu,\"peak\":%llu}\n", reading, all, graph.nodeCount(), graph.edgeCount(),
        std::get<HeapAnalysis>(analysis).summary.size(), static_cast<unsigned long long>(file.longest()), static_cast<unsigned long long>(usage.ru_maxrss) * 1024);
    return 0;
}
