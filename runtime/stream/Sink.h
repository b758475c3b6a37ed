#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace loopscope {

/// Where a writer's bytes go. False: it takes no more (the disk is full, the pipe is closed), and the writer stops.
using Sink = std::function<bool(std::string_view)>;

/// All that a writer writes, in one piece.
template <class Writer>
std::string allOf(Writer writer)
{
    std::string all;
    writer.write([&](std::string_view piece) {
        all += piece;
        return true;
    });
    return all;
}

/// Gathers small pieces of text and hands them on in large ones.
///
/// Thread: one. Lifetime: a local of the writer; call flush() at the end.
class SinkBuffer
{
public:
    explicit SinkBuffer(const Sink& sink) : m_sink(sink) {}

    std::string& text() { return m_text; }
    /// False once the sink took no more.
    bool flushIfLarge() { return m_text.size() < kLarge ? m_good : flush(); }
    bool flush()
    {
        m_good = m_good && (m_text.empty() || m_sink(m_text));
        m_text.clear();
        return m_good;
    }

private:
    static constexpr std::size_t kLarge = 1 << 16;
    const Sink& m_sink;
    std::string m_text;
    bool m_good = true;
};

} // namespace loopscope
