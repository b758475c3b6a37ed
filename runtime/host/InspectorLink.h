#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace node {
class Environment;
struct InspectorParentHandle;
namespace inspector {
class InspectorSession;
}
} // namespace node

namespace loopscope {

/// A debugger's line to one environment, with no port that anybody else could use: messages of the Chrome DevTools Protocol.
///
/// Thread: send(), letGo() and end() from any; attach() and wait() on the program's. What the program says comes on the
/// program's thread, also while it is paused: take it and return. Lifetime: outlives the environment.
class InspectorLink
{
public:
    using Receive = std::function<void(std::string_view message)>; ///< one message, JSON in UTF-8

    explicit InspectorLink(Receive receive);
    ~InspectorLink();
    InspectorLink(const InspectorLink&) = delete;
    InspectorLink& operator=(const InspectorLink&) = delete;

    /// Whether the node that carries us is one that we know how to speak to.
    static bool isPossible();

    void attach(node::Environment* environment);
    /// Answers the debugger until letGo(): it sets its breakpoints before the program begins.
    void wait();

    /// False once the environment is over. What is sent before it is there waits for it.
    bool send(std::string_view message);
    void letGo();
    /// Takes leave: a program that is paused goes on, one that waits begins. Nothing is sent or received afterwards.
    void end();

private:
    class Delegate;
    void dispatch(const std::u16string& message);
    static void takeInterrupts();

    const Receive m_receive;
    std::unique_ptr<node::InspectorParentHandle> m_parent; // of the program's thread
    std::condition_variable m_changed;
    std::mutex m_mutex; // guards what follows
    std::unique_ptr<node::inspector::InspectorSession> m_session;
    bool m_goes = false, m_isToBeHeard = false;
    std::vector<std::u16string> m_early;
    bool m_isOver = false;
};

} // namespace loopscope
