// `check-recording FILE...`: says where recordings break the invariants of the trace format. Exit 1 if any does.

#include "runtime/stream/RecordingReader.h"
#include "tests/support/TraceInvariants.h"

#include <cstdio>

using namespace loopscope;

int main(int argc, char* argv[])
{
    bool sound = true;
    for (int i = 1; i < argc; ++i) {
        const LoadedRecording loaded = loadRecording(argv[i]);
        std::vector<std::string> sentences{loaded.error};
        if (loaded.recording) {
            sentences = loaded.recording->damages();
            for (std::string& violation : invariantViolations(*loaded.recording)) sentences.push_back(std::move(violation));
        }
        for (const std::string& sentence : sentences) printf("%s: %s\n", argv[i], sentence.c_str());
        sound = sound && sentences.empty();
    }
    return sound ? 0 : 1;
}
