#pragma once

#include "runtime/stream/Recording.h"
#include "visualizer/model/LoopState.h"

#include <QString>

namespace loopscope {

class Ancestry;

/// Names for people, the same in every panel: of functions, places, callbacks, operations, phases, queues, times.
/// (What they look like is said by Hue in visualizer/theme.)
///
/// Thread: the GUI's. Lifetime: that of the recording and ancestry it was made for.
class Labels
{
public:
    Labels(const Recording& recording, const Ancestry& ancestry) : m_recording(recording), m_ancestry(ancestry) {}

    /// "onTimeout"; an anonymous function by its place, "a.js:12"; empty for an unknown one.
    QString function(SiteId site) const;
    /// "a.js:12", for narrow space; empty when unknown.
    QString place(SiteId site) const;
    /// "/home/ada/a.js:12:5"; empty when unknown.
    QString fullPlace(SiteId site) const;
    /// The innermost frame of a stack that is the user's own, else the innermost.
    SiteId userSite(StackId stack) const;
    QString place(StackId stack) const { return place(userSite(stack)); }
    QString fullPlace(StackId stack) const { return fullPlace(userSite(stack)); }

    /// What kind of callback it is: "timeout 10 ms", "setImmediate", "promise reaction", "fs.readFile", "tcp socket".
    QString kind(const StackFrame& frame, std::uint16_t thread = 0) const;
    QString kind(const WaitingCallback& callback, std::uint16_t thread = 0) const;
    QString kind(const PendingOp& operation) const;
    QString kind(const OpenHandle& handle) const; ///< with its address or file: "tcp server 127.0.0.1:3000"
    /// One or two words for a token or a narrow bar: the function's name, else its kind.
    QString shortName(const StackFrame& frame, std::uint16_t thread = 0) const;
    QString shortName(const WaitingCallback& callback, std::uint16_t thread = 0) const;
    /// Kind and function (or, while it waits, the place that enqueued it): "timeout 10 ms · onTimeout", "await readAll".
    QString label(const StackFrame& frame, std::uint16_t thread = 0) const;
    QString label(const WaitingCallback& callback, std::uint16_t thread = 0) const;
    QString label(const PendingOp& operation) const;
    QString label(const OpenHandle& handle) const;
    /// Of a callback or an operation of which only the number is at hand, by how it was scheduled; empty if that was not seen.
    QString labelOf(std::uint64_t id, std::uint16_t thread) const;

    /// Node's name of a resource in plain words: "TCPWRAP" is "tcp socket"; an unknown one as it is, in small letters.
    static QString resource(std::string_view type);
    static QString phase(Phase phase);
    static QString queue(Queue queue);
    /// Three digits that count: "840 ns", "12.4 µs", "1.20 ms", "3.05 s", "2 min 5 s".
    static QString duration(std::uint64_t ns);

private:
    QString kind(TypeId type, std::uint64_t id, std::uint32_t milliseconds, std::uint16_t thread) const;

    const Recording& m_recording;
    const Ancestry& m_ancestry;
};

} // namespace loopscope
