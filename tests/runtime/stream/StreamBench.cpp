// What the way of a record costs: `bench-stream [RECORDS]`. Each figure also as a ratio to copying the same 32 bytes in
// memory, measured in the same run; only ratios compare between machines.

#include "runtime/stream/Collector.h"
#include "runtime/stream/JsonlWriter.h"
#include "runtime/stream/RecordCodec.h"
#include "runtime/stream/RecordingReader.h"
#include "runtime/stream/RecordingWriter.h"
#include "runtime/stream/TextWriter.h"
#include "tests/support/SampleRecordings.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <time.h>

using namespace loopscope;

namespace {

constexpr int kRounds = 5;
double copyNs = 0;

double cpuNs()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/// CPU time of all threads, median over the rounds, ns for each of `count` records.
template <class Work>
double measure(const char* what, std::uint64_t count, Work&& work)
{
    std::vector<double> taken;
    for (int round = 0; round < kRounds; ++round) {
        const double start = cpuNs();
        work();
        taken.push_back(cpuNs() - start);
    }
    std::ranges::sort(taken);
    const double ns = taken[kRounds / 2] / static_cast<double>(count);
    if (copyNs == 0) copyNs = ns;
    printf("%-44s %9.1f ns a record %8.1f x a copy\n", what, ns, ns / copyNs);
    return ns;
}

} // namespace

int main(int argc, char* argv[])
{
    const std::uint64_t wanted = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    const auto recording = longRecording(wanted);
    const std::uint64_t count = recording->size();
    std::vector<Record> records, copy(count);
    for (std::uint64_t i = 0; i < count; ++i) records.push_back(recording->at(i));
    const std::string path = (std::filesystem::temp_directory_path() / "bench-stream.loopscope").string();

    measure("copy", count, [&] { std::ranges::copy(records, copy.begin()); });
    Ring ring(1 << 16);
    measure("push into the ring, and take out of it", count, [&] {
        for (std::size_t i = 0; i < count; ++i) {
            ring.push(records[i]);
            if ((i & 0xffff) == 0xffff) ring.drain([&](std::span<const Record> some) { std::ranges::copy(some, copy.begin()); });
        }
        ring.drain([](std::span<const Record>) {});
    });
    std::uint64_t lost = 0;
    measure("push, collect, append: a thread beside", count, [&] {
        auto target = std::make_shared<Recording>();
        Collector collector(target, {});
        const auto producer = collector.addProducer(ThreadKind::Loop);
        for (const Record& record : records) producer.ring->push(record);
        collector.finish();
        lost += target->lost();
    });
    measure("columns only", count, [&] {
        for (std::size_t i = 0; i < count; i += Recording::kBlockSize)
            encodeRecords(std::span(records).subspan(i, std::min(Recording::kBlockSize, static_cast<std::size_t>(count - i))));
    });
    std::uint64_t bytes = 0;
    measure("write a .loopscope file", count, [&] {
        RecordingWriter writer(path, OutputFile::Appears::WhenWhole);
        if (!writer.finish(*recording)) std::exit(1);
        bytes = writer.bytesWritten();
    });
    const double load = measure("load a .loopscope file", count, [&] {
        if (!loadRecording(path).recording) std::exit(1);
    });
    std::uint64_t jsonBytes = 0, textBytes = 0;
    measure("write JSON Lines", count, [&] {
        jsonBytes = 0;
        JsonlWriter(*recording).write([&](std::string_view piece) { return jsonBytes += piece.size(), true; });
    });
    measure("write the timeline", count, [&] {
        textBytes = 0;
        TextWriter(*recording).write([&](std::string_view piece) { return textBytes += piece.size(), true; });
    });
    std::filesystem::remove(path);
    const auto each = [&](std::uint64_t size) { return static_cast<double>(size) / static_cast<double>(count); };
    printf("%-44s %9.2f bytes a record (%.1f of JSON Lines, %.1f of text, 32 in memory)\n", "on disk", each(bytes), each(jsonBytes),
           each(textBytes));
    printf("%-44s %9.1f ms\n", "to load 1,000,000 records", load);
    printf("%-44s %9llu of %llu\n", "lost when pushed without a pause", static_cast<unsigned long long>(lost / kRounds),
           static_cast<unsigned long long>(count));
}
