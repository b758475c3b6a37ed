#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/probes/ThreadRecorder.h"

#include <v8.h>

namespace loopscope {

/// Writes what the program prints through its global console: the text as formatted, before it is written anywhere.
///
/// The trick: all methods of the console end in one of its own, kept under a symbol. In its place stands a native
/// function that calls it, so that no method, name or stack trace of the program's changes. Which method it was is seen
/// from the stack.
///
/// Thread: the loop's. Lifetime: as long as its probes.
class ConsoleCalls
{
public:
    static constexpr int kMostText = 1 << 16; ///< bytes a record

    ConsoleCalls(v8::Isolate* isolate, ThreadRecorder& recorder, Dictionary& dictionary)
        : m_isolate(isolate), m_recorder(recorder), m_dictionary(dictionary)
    {
    }
    ConsoleCalls(const ConsoleCalls&) = delete;
    ConsoleCalls& operator=(const ConsoleCalls&) = delete;

    /// Adds wrapConsoleWrite(function) to the object that the agent's scripts know as `native`.
    void addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native);
    /// Nothing more is told, and the isolate, which ends before this, is let go of. No JavaScript runs any more.
    void stop() { m_original.Reset(); }

private:
    static void wrap(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void write(const v8::FunctionCallbackInfo<v8::Value>& info);
    ConsoleLevel level() const;
    void told(v8::Local<v8::Value> text);

    v8::Isolate* const m_isolate;
    ThreadRecorder& m_recorder;
    Dictionary& m_dictionary;
    v8::Global<v8::Function> m_original;
};

} // namespace loopscope
