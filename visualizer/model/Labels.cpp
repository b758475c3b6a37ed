#include "visualizer/model/Labels.h"

#include "visualizer/model/Ancestry.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Labels", text); }

QString toQt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

std::string_view baseName(std::string_view script)
{
    if (script.starts_with("node:")) return script;
    const auto slash = script.find_last_of("/\\");
    return slash == std::string_view::npos ? script : script.substr(slash + 1);
}

struct Word {
    std::string_view type;
    const char* text;
};

// Sorted by type.
constexpr std::array kWords{
    Word{"CHECKPRIMEREQUEST", QT_TRANSLATE_NOOP("Labels", "crypto.checkPrime")},
    Word{"CIPHERREQUEST", QT_TRANSLATE_NOOP("Labels", "crypto cipher")},
    Word{"DERIVEBITSREQUEST", QT_TRANSLATE_NOOP("Labels", "crypto derive bits")},
    Word{"DIRHANDLE", QT_TRANSLATE_NOOP("Labels", "fs.Dir")},
    Word{"FILEHANDLE", QT_TRANSLATE_NOOP("Labels", "file handle")},
    Word{"FILEHANDLECLOSEREQ", QT_TRANSLATE_NOOP("Labels", "file close")},
    Word{"FSEVENTWRAP", QT_TRANSLATE_NOOP("Labels", "fs.watch")},
    Word{"FSREQCALLBACK", QT_TRANSLATE_NOOP("Labels", "fs callback")},
    Word{"FSREQPROMISE", QT_TRANSLATE_NOOP("Labels", "fs promise")},
    Word{"GETADDRINFOREQWRAP", QT_TRANSLATE_NOOP("Labels", "dns.lookup")},
    Word{"GETNAMEINFOREQWRAP", QT_TRANSLATE_NOOP("Labels", "dns.lookupService")},
    Word{"HASHREQUEST", QT_TRANSLATE_NOOP("Labels", "crypto hash")},
    Word{"HTTPCLIENTREQUEST", QT_TRANSLATE_NOOP("Labels", "http response")},
    Word{"HTTPINCOMINGMESSAGE", QT_TRANSLATE_NOOP("Labels", "http request")},
    Word{"Immediate", QT_TRANSLATE_NOOP("Labels", "setImmediate")},
    Word{"Interval", QT_TRANSLATE_NOOP("Labels", "interval")},
    Word{"KEYGENREQUEST", QT_TRANSLATE_NOOP("Labels", "crypto.generateKey")},
    Word{"KEYPAIRGENREQUEST", QT_TRANSLATE_NOOP("Labels", "crypto.generateKeyPair")},
    Word{"MESSAGEPORT", QT_TRANSLATE_NOOP("Labels", "message")},
    Word{"Microtask", QT_TRANSLATE_NOOP("Labels", "queueMicrotask")},
    Word{"PBKDF2REQUEST", QT_TRANSLATE_NOOP("Labels", "crypto.pbkdf2")},
    Word{"PIPECONNECTWRAP", QT_TRANSLATE_NOOP("Labels", "pipe connect")},
    Word{"PIPESERVERWRAP", QT_TRANSLATE_NOOP("Labels", "pipe server")},
    Word{"PIPEWRAP", QT_TRANSLATE_NOOP("Labels", "pipe")},
    Word{"PROCESSWRAP", QT_TRANSLATE_NOOP("Labels", "child process")},
    Word{"PROMISE", QT_TRANSLATE_NOOP("Labels", "promise")},
    Word{"QUERYWRAP", QT_TRANSLATE_NOOP("Labels", "dns query")},
    Word{"RANDOMBYTESREQUEST", QT_TRANSLATE_NOOP("Labels", "crypto.randomBytes")},
    Word{"SCRYPTREQUEST", QT_TRANSLATE_NOOP("Labels", "crypto.scrypt")},
    Word{"SHUTDOWNWRAP", QT_TRANSLATE_NOOP("Labels", "stream end")},
    Word{"SIGNALWRAP", QT_TRANSLATE_NOOP("Labels", "signal")},
    Word{"SIGNREQUEST", QT_TRANSLATE_NOOP("Labels", "crypto.sign")},
    Word{"STATWATCHER", QT_TRANSLATE_NOOP("Labels", "fs.watchFile")},
    Word{"TCPCONNECTWRAP", QT_TRANSLATE_NOOP("Labels", "tcp connect")},
    Word{"TCPSERVERWRAP", QT_TRANSLATE_NOOP("Labels", "tcp server")},
    Word{"TCPWRAP", QT_TRANSLATE_NOOP("Labels", "tcp socket")},
    Word{"TLSWRAP", QT_TRANSLATE_NOOP("Labels", "tls socket")},
    Word{"TTYWRAP", QT_TRANSLATE_NOOP("Labels", "terminal")},
    Word{"TickObject", QT_TRANSLATE_NOOP("Labels", "nextTick")},
    Word{"Timeout", QT_TRANSLATE_NOOP("Labels", "timeout")},
    Word{"UDPSENDWRAP", QT_TRANSLATE_NOOP("Labels", "udp send")},
    Word{"UDPWRAP", QT_TRANSLATE_NOOP("Labels", "udp socket")},
    Word{"VERIFYREQUEST", QT_TRANSLATE_NOOP("Labels", "crypto.verify")},
    Word{"WORKER", QT_TRANSLATE_NOOP("Labels", "worker")},
    Word{"WRITEWRAP", QT_TRANSLATE_NOOP("Labels", "stream write")},
    Word{"ZLIB", QT_TRANSLATE_NOOP("Labels", "zlib")},
    Word{"await", QT_TRANSLATE_NOOP("Labels", "await")},
    Word{"queueMicrotask", QT_TRANSLATE_NOOP("Labels", "queueMicrotask")},
    Word{"reaction", QT_TRANSLATE_NOOP("Labels", "promise reaction")},
    Word{"thenable", QT_TRANSLATE_NOOP("Labels", "thenable")},
};
static_assert(std::is_sorted(kWords.begin(), kWords.end(), [](const Word& a, const Word& b) { return a.type < b.type; }));

QString joined(const QString& kind, const QString& detail)
{
    if (detail.isEmpty()) return kind;
    return kind.isEmpty() ? detail : kind + QStringLiteral(" · ") + detail;
}

QString threeDigits(double value) { return QString::number(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0); }

} // namespace

QString Labels::resource(std::string_view type)
{
    const auto it = std::lower_bound(kWords.begin(), kWords.end(), type, [](const Word& w, std::string_view t) { return w.type < t; });
    if (it != kWords.end() && it->type == type) return tr(it->text);
    const bool shouts = std::none_of(type.begin(), type.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return shouts ? toQt(type).toLower() : toQt(type);
}

QString Labels::function(SiteId id) const
{
    const Site site = m_recording.dictionary().site(id);
    const QString name = toQt(m_recording.dictionary().text(site.function));
    return name.isEmpty() ? place(id) : name;
}

QString Labels::place(SiteId id) const
{
    const Site site = m_recording.dictionary().site(id);
    const QString script = toQt(baseName(m_recording.dictionary().text(site.script)));
    return script.isEmpty() || site.line == 0 ? script : script + QLatin1Char(':') + QString::number(site.line);
}

QString Labels::fullPlace(SiteId id) const
{
    const Site site = m_recording.dictionary().site(id);
    QString text = toQt(m_recording.dictionary().text(site.script));
    if (text.isEmpty() || site.line == 0) return text;
    text += QLatin1Char(':') + QString::number(site.line);
    return site.column == 0 ? text : text + QLatin1Char(':') + QString::number(site.column);
}

SiteId Labels::userSite(StackId stack) const
{
    const auto frames = m_recording.dictionary().frames(stack);
    const auto user = std::find_if(frames.begin(), frames.end(), [this](SiteId f) { return !m_recording.dictionary().site(f).internal; });
    if (user != frames.end()) return *user;
    return frames.empty() ? SiteId::None : frames.front();
}

QString Labels::kind(TypeId type, std::uint64_t id, std::uint32_t milliseconds, std::uint16_t thread) const
{
    if (const auto start = m_ancestry.operation(id, thread)) return toQt(m_recording.dictionary().type(m_recording.at(start->record).type));
    const QString word = resource(m_recording.dictionary().type(type));
    return milliseconds == 0 ? word : tr("%1 %2 ms").arg(word).arg(milliseconds);
}

QString Labels::kind(const StackFrame& f, std::uint16_t thread) const
{
    return f.isCallback ? kind(f.type, f.queue == Queue::Poll ? f.id : 0, f.milliseconds, thread) : QString();
}

QString Labels::kind(const WaitingCallback& c, std::uint16_t thread) const { return kind(c.type, c.id, c.milliseconds, thread); }

QString Labels::kind(const PendingOp& operation) const { return toQt(m_recording.dictionary().type(operation.type)); }

QString Labels::kind(const OpenHandle& handle) const
{
    const Dictionary& dictionary = m_recording.dictionary();
    const bool isPort = dictionary.type(handle.type) == "MESSAGEPORT"; // "message" is what comes through it
    const QString word = isPort ? tr("message port") : resource(dictionary.type(handle.type));
    const QString on = toQt(dictionary.text(handle.on));
    return on.isEmpty() ? word : tr("%1 %2").arg(word, on);
}

QString Labels::shortName(const StackFrame& f, std::uint16_t thread) const
{
    const QString name = function(f.site);
    return name.isEmpty() ? kind(f, thread) : name;
}

QString Labels::shortName(const WaitingCallback& c, std::uint16_t thread) const { return kind(c, thread); }

QString Labels::label(const StackFrame& f, std::uint16_t thread) const
{
    const QString kindText = kind(f, thread);
    const QString name = function(f.site);
    if (f.isCallback && m_recording.dictionary().type(f.type) == "await" && !name.isEmpty()) return tr("await in %1").arg(name);
    return joined(kindText, name.isEmpty() ? place(f.place) : name);
}

QString Labels::label(const WaitingCallback& c, std::uint16_t thread) const { return joined(kind(c, thread), place(c.place)); }

QString Labels::label(const PendingOp& operation) const { return joined(kind(operation), place(operation.place)); }

QString Labels::label(const OpenHandle& handle) const { return joined(kind(handle), place(handle.place)); }

QString Labels::labelOf(std::uint64_t id, std::uint16_t thread) const
{
    const auto origin = m_ancestry.origin(id, m_recording.size(), thread);
    if (!origin) return {};
    const Record& r = m_recording.at(origin->record);
    if (origin->isOperation) return label(PendingOp{.id = id, .type = r.type, .place = r.stack(), .flags = r.flags});
    return label(WaitingCallback{.id = id, .milliseconds = r.queue() == Queue::Timers ? r.value : 0, .place = r.stack(), .type = r.type, .flags = r.flags}, thread);
}

QString Labels::phase(Phase phase)
{
    switch (phase) {
    case Phase::Main: return tr("main script");
    case Phase::Pending: return tr("pending");
    case Phase::Idle: return tr("idle");
    case Phase::Prepare: return tr("prepare");
    case Phase::Poll: return tr("poll");
    case Phase::Check: return tr("check");
    case Phase::Closing: return tr("closing");
    case Phase::Timers: return tr("timers");
    }
    return tr("unknown");
}

QString Labels::queue(Queue queue)
{
    switch (queue) {
    case Queue::Timers: return tr("timers");
    case Queue::Pending: return tr("pending");
    case Queue::Poll: return tr("poll");
    case Queue::Check: return tr("check");
    case Queue::Closing: return tr("closing");
    case Queue::NextTick: return tr("nextTick");
    case Queue::Microtask: return tr("promise jobs");
    }
    return tr("unknown");
}

QString Labels::duration(std::uint64_t ns)
{
    const auto n = static_cast<double>(ns);
    if (ns < 1000) return tr("%1 ns").arg(ns);
    if (n < 999.5e3) return tr("%1 µs").arg(threeDigits(n / 1e3));
    if (n < 999.5e6) return tr("%1 ms").arg(threeDigits(n / 1e6));
    if (n < 119.5e9) return tr("%1 s").arg(threeDigits(n / 1e9));
    const std::uint64_t seconds = (ns + 500'000'000) / 1'000'000'000;
    if (seconds < 7200) return tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return tr("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

} // namespace loopscope
