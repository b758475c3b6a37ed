#pragma once

#include <v8.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// Shows scripts that a transform added to as their user wrote them: to the program, the texts of its functions and
/// classes; to whoever reads stderr, the line of source that Node prints for an error.
///
/// The trick: V8's function that makes the text of a function, and its Message's source line and columns, are detoured.
/// All ways to such a text end there, and no object of the program's is touched.
///
/// Thread: isSupported() once a process before any is made; the rest on the thread of the isolate. Lifetime: made while
/// the isolate lives; stop() before it ends.
class UserText
{
public:
    struct Insertion {
        std::uint32_t at = 0, length = 0; ///< offset in the user's text, units added before it
    };

    explicit UserText(v8::Isolate* isolate);
    ~UserText() { stop(); }
    UserText(const UserText&) = delete;
    UserText& operator=(const UserText&) = delete;

    /// Whether this Node can be detoured; puts the detours in at the first call.
    static bool isSupported();
    /// `name` as V8 knows the script; insertions ordered by offset.
    void add(const std::string& name, v8::Local<v8::String> written, v8::Local<v8::String> runs, std::vector<Insertion> insertions);
    void stop();

private:
    friend struct TextHooks;
    struct Script {
        v8::Global<v8::String> written, runs;
        std::vector<Insertion> insertions;
    };

    v8::Local<v8::String> ofFunction(v8::Local<v8::Function> function, v8::Local<v8::String> text) const;
    std::u16string ofPiece(const Script& script, const std::u16string& piece) const;
    v8::Local<v8::String> lineOf(const v8::Message* message, v8::Local<v8::String> line) const;
    enum class Edge : std::uint8_t { Start, End };
    int columnOf(const v8::Message* message, int column, Edge edge) const; ///< a start is that of a word, not of blanks
    const Script* scriptOf(const v8::Message* message) const;
    const std::vector<Script>* versionsOf(v8::Local<v8::Value> name) const;

    v8::Isolate* const m_isolate;
    std::unordered_map<std::string, std::vector<Script>> m_scripts; // a file may be loaded anew with another text
};

} // namespace loopscope
