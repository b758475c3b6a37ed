#include "runtime/probes/PromiseSites.h"

#include "runtime/probes/KnownNode.h"
#include "runtime/probes/SiteStubs.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <mutex>

namespace loopscope {

namespace {

constexpr int kRoot = 0x80;            // of r13 in builtins, from the isolate
constexpr std::int32_t kFlags = 0x5840; // of the flags' address, from r13
constexpr int kFirstHook = 0x5a8;       // of the hooks, in a native context: init, before, after, resolve

using What = PromiseSites::What;
using S = SiteStubs;

struct Known {
    const char* builtin;
    std::uint32_t offset; // from the first builtin: the builtin's own and that inside it
    S::Register target, subject;
    bool hasFrame;
    What what;
};

// node v26.10.0, linux-x64: every place where a builtin loads the address of the flags, less those where V8 makes a promise
// for itself or asks once more within one operation, if that is not an await. A new promise is complete there: its last field has just been written.
constexpr Known kKnown[] = {
    {"RunMicrotasks", 0x3e500 + 0x22d, S::R9, S::Rax, true, What::JobBegins}, // a reaction to a value
    {"RunMicrotasks", 0x3e500 + 0x2d7, S::R9, S::Rax, true, What::JobBegins}, // to a rejection
    {"RunMicrotasks", 0x3e500 + 0x381, S::R9, S::Rax, true, What::JobBegins}, // a thenable
    {"AsyncFunctionEnter", 0x4f780 + 0x1f6, S::R15, S::R12, false, What::Made},
    {"AsyncGeneratorPrototypeNext", 0xbb680 + 0xbb, S::R15, S::R14, true, What::Made},
    {"AsyncGeneratorPrototypeReturn", 0xbbb00 + 0xbb, S::R15, S::R14, true, What::Made},
    {"AsyncGeneratorPrototypeThrow", 0xbbf80 + 0xbb, S::R15, S::R14, true, What::Made},
    {"AsyncFromSyncIteratorPrototypeNext", 0xbd080 + 0xbe, S::Rcx, S::Rdx, true, What::Made},
    {"AsyncFromSyncIteratorPrototypeThrow", 0xbd800 + 0xbe, S::Rcx, S::Rdx, true, What::Made},
    {"AsyncFromSyncIteratorPrototypeReturn", 0xbe0c0 + 0xbe, S::Rcx, S::Rdx, true, What::Made},
    {"ArrayFromAsync", 0xde800 + 0x170, S::Rcx, S::Rdx, true, What::Made},
    {"ShadowRealmPrototypeImportValue", 0xa1940 + 0x287, S::R12, S::R15, true, What::Made},
    {"AsyncIteratorPrototypeAsyncDispose", 0x1238c0 + 0x96, S::R14, S::R15, true, What::Made},
    {"NewPromiseCapability", 0x13b800 + 0x2e4, S::R12, S::R11, false, What::Made},
    {"PromiseReject", 0x13c980 + 0x12a, S::R12, S::R11, true, What::Made},
    {"PromiseConstructor", 0x140dc0 + 0x497, S::Rcx, S::Rax, true, What::Made}, // of a class of the program's
    {"PromiseConstructor", 0x140dc0 + 0x5b7, S::R8, S::R11, true, What::Made},
    {"PromiseResolve", 0x143480 + 0xfb, S::R9, S::R11, false, What::Made},
    {"PromisePrototypeThen", 0x143ac0 + 0x1f5, S::R9, S::R11, true, What::MadeByThen},
    {"FulfillPromise", 0x13af40, S::Rdx, S::Rax, false, What::Fulfills},
    {"RejectPromise", 0x13b340, S::Rdx, S::Rax, false, What::Rejects},
    {"ResolvePromise", 0x1437c0, S::Rdi, S::Rbx, false, What::Resolves},
    {"AsyncFunctionAwait", 0x4fd40 + 0xc, S::R11, S::Rbx, false, What::Awaits},
    {"AsyncGeneratorAwait", 0xbc400 + 0x10, S::R11, S::Rbx, false, What::Awaits},
    {"AsyncGeneratorYieldWithAwait", 0xba280 + 0x10, S::R11, S::Rbx, false, What::Awaits},
    {"AsyncFunctionAwait", 0x4fd40 + 0x4f5, S::R11, S::Rax, true, What::Again},
    {"AsyncFunctionAwait", 0x4fd40 + 0x563, S::R11, S::Rax, true, What::Again},
    {"AsyncFunctionAwait", 0x4fd40 + 0x6a9, S::R11, S::Rax, true, What::Again},
    {"AsyncFunctionAwait", 0x4fd40 + 0x6cc, S::R11, S::Rax, true, What::Again},
    {"AsyncFunctionAwait", 0x4fd40 + 0x719, S::R11, S::Rax, true, What::Again},
    {"AsyncFunctionAwait", 0x4fd40 + 0x8b3, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorAwait", 0xbc400 + 0x551, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorAwait", 0xbc400 + 0x5bf, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorAwait", 0xbc400 + 0x705, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorAwait", 0xbc400 + 0x725, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorAwait", 0xbc400 + 0x761, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorYieldWithAwait", 0xba280 + 0x551, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorYieldWithAwait", 0xba280 + 0x5bf, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorYieldWithAwait", 0xba280 + 0x705, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorYieldWithAwait", 0xba280 + 0x725, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorYieldWithAwait", 0xba280 + 0x761, S::R11, S::Rax, true, What::Again},
    {"AsyncGeneratorReturn", 0xbaac0 + 0x1e, S::R12, S::Rbx, false, What::Adopts},
    {"PromiseAll", 0x13ce80 + 0x4dc, S::R8, S::Rax, true, What::Adopts},
    {"PromiseAllSettled", 0x13de40 + 0x511, S::Rcx, S::Rax, true, What::Adopts},
    {"PromiseResolveThenableJob", 0x142480 + 0x38, S::R12, S::Rax, false, What::Adopts},
};

struct Range {
    std::uint32_t begin, end; // from the first builtin
};
constexpr Range kBasesOfJobs[] = {
    {0x50780, 0x50880},   // AsyncFunctionAwaitRejectClosure, AsyncFunctionAwaitResolveClosure
    {0x143040, 0x1433c0}, // PromiseFulfillReactionJob, PromiseRejectReactionJob
};

bool setProtection(const BuiltinCode& code, int protection)
{
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const std::uintptr_t from = code.start & ~(page - 1), to = (code.start + code.size + page - 1) & ~(page - 1);
    return mprotect(reinterpret_cast<void*>(from), to - from, protection) == 0;
}

bool putAll(const BuiltinCode& code, const PromiseSites::Handlers& handlers)
{
    const auto isKnown = [&](const Known& site) {
        return site.offset + S::kInstruction <= code.size && S::isAt(code.start + site.offset, site.target, kFlags);
    };
    S stubs;
    if (!KnownNode::find() || !std::ranges::all_of(kKnown, isKnown) || !stubs.reserve(code.start)) return false;
    const unsigned char* written[std::size(kKnown)];
    for (std::size_t i = 0; i < std::size(kKnown); ++i)
        written[i] = stubs.write({kKnown[i].target, kKnown[i].subject, kKnown[i].hasFrame, kKnown[i].what == What::Resolves},
                                 reinterpret_cast<const void*>(handlers[static_cast<std::size_t>(kKnown[i].what)]), kFlags);
    if (!stubs.seal() || !setProtection(code, PROT_READ | PROT_WRITE | PROT_EXEC)) return false;
    for (std::size_t i = 0; i < std::size(kKnown); ++i) S::put(code.start + kKnown[i].offset, written[i]);
    setProtection(code, PROT_READ | PROT_EXEC);
    return true;
}

} // namespace

bool PromiseSites::install(v8::Isolate* isolate, const Handlers& handlers)
{
#if defined(__x86_64__)
    static std::mutex mutex;
    static BuiltinCode patched;
    static bool tried = false, done = false;
    const std::optional<BuiltinCode> code = BuiltinCode::find(isolate);
    if (!code) return false;
    std::scoped_lock lock(mutex);
    if (!tried) {
        tried = true;
        patched = *code;
        done = putAll(patched, handlers);
    }
    return done && code->start == patched.start;
#else
    return false;
#endif
}

bool PromiseSites::isBaseOfJob(const BuiltinCode& code, std::uintptr_t address)
{
    static const bool isKnown = KnownNode::find() != nullptr;
    const std::uintptr_t offset = address - code.start;
    return isKnown && std::ranges::any_of(kBasesOfJobs, [&](const Range& range) { return offset - range.begin < range.end - range.begin; });
}

std::uint32_t* PromiseSites::flagsOf(v8::Isolate* isolate)
{
    return *reinterpret_cast<std::uint32_t**>(reinterpret_cast<std::uintptr_t>(isolate) + kRoot + kFlags);
}

Raw PromiseSites::hookOf(v8::Local<v8::Context> context, std::size_t which)
{
    return wordAt(rawOf(context), kFirstHook + static_cast<int>(which * sizeof(Raw)));
}

// The receiver is the first argument on the stack of PromisePrototypeThen, whose frame is the caller's.
Raw PromiseSites::parentAt(std::uintptr_t frame)
{
    constexpr std::uintptr_t kReceiver = 16;
    return *reinterpret_cast<const Raw*>(*reinterpret_cast<const std::uintptr_t*>(frame) + kReceiver);
}

// It is in rax, which the stub has kept first.
Raw PromiseSites::generatorAt(std::uintptr_t frame) { return *reinterpret_cast<const Raw*>(frame - sizeof(Raw)); }

} // namespace loopscope
