#include "runtime/probes/UserText.h"

#include "runtime/probes/Detour.h"
#include "runtime/probes/KnownNode.h"
#include "runtime/probes/Tricks.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace loopscope {

namespace {

[[gnu::tls_model("initial-exec")]] thread_local UserText* t_current = nullptr;

std::u16string unitsOf(v8::Isolate* isolate, v8::Local<v8::String> text, std::uint32_t from, std::uint32_t length)
{
    std::u16string result(length, u'\0');
    text->WriteV2(isolate, from, length, reinterpret_cast<std::uint16_t*>(result.data()));
    return result;
}

std::u16string unitsOf(v8::Isolate* isolate, v8::Local<v8::String> text)
{
    return unitsOf(isolate, text, 0, static_cast<std::uint32_t>(text->Length()));
}

v8::Local<v8::String> textOf(v8::Isolate* isolate, std::u16string_view units)
{
    const auto* const first = reinterpret_cast<const std::uint16_t*>(units.data());
    return v8::String::NewFromTwoByte(isolate, first, v8::NewStringType::kNormal, static_cast<int>(units.size())).ToLocalChecked();
}

// Where this line (1-based) begins. V8 counts lines so.
std::size_t startOfLine(std::u16string_view text, int line)
{
    std::size_t at = 0;
    for (; line > 1 && at < text.size(); ++at) {
        const char16_t c = text[at];
        const bool isFirstOfTwo = c == u'\r' && at + 1 < text.size() && text[at + 1] == u'\n';
        if ((c == u'\n' || c == u'\r' || c == u'\u2028' || c == u'\u2029') && !isFirstOfTwo) --line;
    }
    return at;
}

// What stands at `offset` of the text that runs, in the user's text; an insertion itself stands where it was put.
std::size_t asWritten(const std::vector<UserText::Insertion>& insertions, std::size_t offset)
{
    std::size_t added = 0;
    for (const UserText::Insertion& one : insertions) {
        if (one.at + added >= offset) break;
        if (one.at + added + one.length > offset) return one.at;
        added += one.length;
    }
    return offset - added;
}

} // namespace

/// The functions that run instead of V8's. Handles are pointers to slots, in V8's own code as in its public interface.
struct TextHooks {
    using FunctionText = v8::Local<v8::String> (*)(v8::Isolate*, v8::Local<v8::Function>);
    using SourceLine = v8::MaybeLocal<v8::String> (*)(const v8::Message*, v8::Local<v8::Context>);
    using Column = int (*)(const v8::Message*);
    using Edge = UserText::Edge;

    inline static FunctionText s_functionText = nullptr;
    inline static SourceLine s_sourceLine = nullptr;
    inline static Column s_startColumn = nullptr, s_endColumn = nullptr;

    static v8::Local<v8::String> functionText(v8::Isolate* isolate, v8::Local<v8::Function> function)
    {
        const v8::Local<v8::String> text = s_functionText(isolate, function);
        return t_current && t_current->m_isolate == isolate ? t_current->ofFunction(function, text) : text;
    }

    static v8::MaybeLocal<v8::String> sourceLine(const v8::Message* message, v8::Local<v8::Context> context)
    {
        v8::Local<v8::String> line;
        if (!t_current || !s_sourceLine(message, context).ToLocal(&line)) return s_sourceLine(message, context);
        return t_current->lineOf(message, line);
    }

    static int startColumn(const v8::Message* message)
    {
        const int column = s_startColumn(message);
        return t_current ? t_current->columnOf(message, column, Edge::Start) : column;
    }

    static int endColumn(const v8::Message* message)
    {
        const int column = s_endColumn(message);
        if (!t_current) return column;
        // What is wrong within an insertion (no room for one more call on the stack) still has a mark below its line.
        const int start = s_startColumn(message), written = t_current->columnOf(message, column, Edge::End);
        return column > start ? std::max(written, t_current->columnOf(message, start, Edge::Start) + 1) : written;
    }

    template <class F> static bool put(std::uintptr_t function, F replacement, F* original)
    {
        return Detour::install(function, Detour::kUsualPrologue, reinterpret_cast<void*>(replacement), reinterpret_cast<void**>(original));
    }

    static bool putAll()
    {
        const KnownNode* const node = KnownNode::find();
        return isAllowed(Trick::Texts) && node && put(node->functionText, &functionText, &s_functionText) && put(node->sourceLine, &sourceLine, &s_sourceLine) &&
               put(node->startColumn, &startColumn, &s_startColumn) && put(node->endColumn, &endColumn, &s_endColumn);
    }
};

UserText::UserText(v8::Isolate* isolate) : m_isolate(isolate) { t_current = this; }

bool UserText::isSupported()
{
    static const bool supported = TextHooks::putAll();
    return supported;
}

void UserText::stop()
{
    if (t_current == this) t_current = nullptr;
    m_scripts.clear();
}

void UserText::add(const std::string& name, v8::Local<v8::String> written, v8::Local<v8::String> runs, std::vector<Insertion> insertions)
{
    m_scripts[name].push_back({v8::Global<v8::String>(m_isolate, written), v8::Global<v8::String>(m_isolate, runs), std::move(insertions)});
}

const std::vector<UserText::Script>* UserText::versionsOf(v8::Local<v8::Value> name) const
{
    if (name.IsEmpty() || !name->IsString()) return nullptr; // V8's own functions are of no script
    const v8::String::Utf8Value text(m_isolate, name);
    const auto known = m_scripts.find(std::string(*text, text.length()));
    return known == m_scripts.end() ? nullptr : &known->second;
}

v8::Local<v8::String> UserText::ofFunction(v8::Local<v8::Function> function, v8::Local<v8::String> text) const
{
    if (m_scripts.empty()) return text;
    const std::vector<Script>* const versions = versionsOf(function->GetScriptOrigin().ResourceName());
    if (!versions) return text;
    const std::u16string asked = unitsOf(m_isolate, text);
    for (auto script = versions->rbegin(); script != versions->rend(); ++script)
        if (const std::u16string written = ofPiece(*script, asked); !written.empty()) return textOf(m_isolate, written);
    return text;
}

// What was added to a script is found nowhere else, so a piece of it is found by what it says. The function around a
// CommonJS module is made by V8: of it the script is a piece.
std::u16string UserText::ofPiece(const Script& script, const std::u16string& piece) const
{
    const std::u16string runs = unitsOf(m_isolate, script.runs.Get(m_isolate)), written = unitsOf(m_isolate, script.written.Get(m_isolate));
    if (const std::size_t from = runs.find(piece); from != runs.npos) {
        const std::size_t begin = asWritten(script.insertions, from), end = asWritten(script.insertions, from + piece.size());
        return written.substr(begin, end - begin);
    }
    const std::size_t from = piece.find(runs);
    return from == piece.npos ? std::u16string() : std::u16string(piece).replace(from, runs.size(), written);
}

const UserText::Script* UserText::scriptOf(const v8::Message* message) const
{
    if (m_scripts.empty()) return nullptr;
    const std::vector<Script>* const versions = versionsOf(message->GetScriptResourceName());
    v8::Local<v8::String> source;
    if (!versions || !message->GetSource(m_isolate->GetCurrentContext()).ToLocal(&source)) return nullptr;
    const auto isIt = [&](const Script& one) { return one.runs.Get(m_isolate)->StringEquals(source); };
    const auto found = std::find_if(versions->begin(), versions->end(), isIt);
    return found == versions->end() ? nullptr : &*found;
}

v8::Local<v8::String> UserText::lineOf(const v8::Message* message, v8::Local<v8::String> line) const
{
    const Script* const script = scriptOf(message);
    if (!script) return line;
    const std::u16string written = unitsOf(m_isolate, script->written.Get(m_isolate));
    const std::size_t from = startOfLine(written, message->GetLineNumber(m_isolate->GetCurrentContext()).FromMaybe(1));
    const std::size_t to = written.find_first_of(u"\n\r\u2028\u2029", from);
    return textOf(m_isolate, std::u16string_view(written).substr(from, to == std::u16string::npos ? to : to - from));
}

int UserText::columnOf(const v8::Message* message, int column, Edge edge) const
{
    const Script* const script = scriptOf(message);
    if (!script || column < 0) return column;
    const int line = message->GetLineNumber(m_isolate->GetCurrentContext()).FromMaybe(1);
    const std::u16string text = unitsOf(m_isolate, script->written.Get(m_isolate));
    const std::size_t start = startOfLine(unitsOf(m_isolate, script->runs.Get(m_isolate)), line), written = startOfLine(text, line);
    std::size_t at = asWritten(script->insertions, start + static_cast<std::size_t>(column));
    if (edge == Edge::Start && text.find_first_not_of(u" \t", at) != text.npos) at = text.find_first_not_of(u" \t", at);
    return static_cast<int>(at - written);
}

} // namespace loopscope
