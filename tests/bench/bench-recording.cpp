// Opens a recording as the window does and measures: `bench-recording FILE [SEEKS]` prints one line of JSON.

#include "runtime/stream/RecordingReader.h"
#include "visualizer/model/TraceModel.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

using namespace loopscope;

namespace {

double millisecondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

struct Seeks {
    double median = 0, worst = 0; ///< ms
};

/// Random moments, as somebody would who drags the cursor about.
Seeks seek(TraceModel& model, std::uint64_t size, int count)
{
    std::mt19937_64 random(1);
    std::vector<double> times;
    std::uint64_t sum = 0;
    for (int i = 0; i < count; ++i) {
        const std::uint64_t cursor = random() % (size + 1);
        const auto start = std::chrono::steady_clock::now();
        sum += model.stateAt(cursor).cursor;
        times.push_back(millisecondsSince(start));
    }
    if (times.empty() || sum == ~std::uint64_t{0}) return {};
    std::ranges::sort(times);
    return {times[times.size() / 2], times.back()};
}

} // namespace

int main(int argc, char* argv[])
{
    if (argc < 2) {
        std::fputs("usage: bench-recording FILE [SEEKS]\n", stderr);
        return 2;
    }
    auto start = std::chrono::steady_clock::now();
    const LoadedRecording loaded = loadRecording(argv[1]);
    const double open = millisecondsSince(start);
    if (!loaded.recording) {
        std::fprintf(stderr, "%s\n", loaded.error.c_str());
        return 1;
    }
    const Recording& recording = *loaded.recording;
    double fold = 0;
    Seeks seeks;
    if (argc > 2) {
        start = std::chrono::steady_clock::now();
        TraceModel model(loaded.recording);
        model.extend();
        fold = millisecondsSince(start);
        seeks = seek(model, recording.size(), std::atoi(argv[2]));
    }
    std::printf("{\"records\":%llu,\"lost\":%llu,\"open\":%.2f,\"fold\":%.2f,\"seek\":%.3f,\"worst\":%.3f}\n",
                static_cast<unsigned long long>(recording.size()), static_cast<unsigned long long>(recording.lost()), open, fold,
                seeks.median, seeks.worst);
    return 0;
}
