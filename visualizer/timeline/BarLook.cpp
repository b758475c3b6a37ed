#include "visualizer/timeline/BarLook.h"

#include <QCoreApplication>

#include <array>

namespace loopscope {

namespace {

QString toQt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

/// The first line of what was printed, without colour codes and other controls.
QString firstLine(std::string_view text)
{
    QString line;
    const QString all = toQt(text.substr(0, 200));
    bool inEscape = false;
    for (const QChar c : all) {
        if (inEscape) {
            inEscape = !c.isLetter();
        } else if (c == QChar(0x1b)) {
            inEscape = true;
        } else if (c == QLatin1Char('\n')) {
            if (!line.trimmed().isEmpty()) break;
        } else {
            line += c.isPrint() ? c : QLatin1Char(' ');
        }
    }
    return line.trimmed();
}

} // namespace

BarLooks::BarLooks(const TraceModel& model) : m_model(model)
{
    const Dictionary& dictionary = model.recording().dictionary();
    for (const SpanSort& sort : model.spans().sorts()) {
        const std::string_view type = sort.queue == Queue::Microtask ? dictionary.type(sort.type) : std::string_view();
        m_ofSorts.push_back({.tone = sort.isInternal ? BarLook::Tone::Quiet : BarLook::Tone::Hue, .hue = hueOf(sort.queue, type), .isInferred = sort.isInferred});
    }
    m_ofSorts[0] = {.hue = Hue::Main};
}

BarLook BarLooks::look(const TrackKey& key, const Track& track, const Bar& bar) const
{
    BarLook look = bar.count == 1 ? lookOfSpan(key, track.at(bar.first)) : lookOfMany(key, track, bar);
    look.strength = bar.covered;
    if (key.kind == TrackKind::Phases) look.strength *= awake(key.thread, track, bar);
    if (bar.count > 1) return look;
    look.text = text(key, m_model.recording().at(track.at(bar.first).record));
    if (key.kind == TrackKind::Phases) look.text += asleep(key.thread, track.at(bar.first));
    return look;
}

BarLook BarLooks::lookOfMany(const TrackKey& key, const Track& track, const Bar& bar) const
{
    // A few samples are enough for a few pixels.
    constexpr std::size_t kSamples = 4;
    const std::size_t count = std::min(bar.count, kSamples);
    std::array<double, kHueCount> weights{};
    double heaviest = -1;
    BarLook best;
    for (std::size_t i = 0; i < count; ++i) {
        const Track::Span span = track.at(bar.first + i * (bar.count - 1) / (count - 1));
        const BarLook look = sortOfSpan(key, span);
        if (i == 0) best = look;
        double& weight = weights[static_cast<std::size_t>(look.hue)];
        weight += span.to == Track::kOpen ? 1e18 : static_cast<double>(span.to - span.from) + 1;
        if (look.tone == BarLook::Tone::Quiet || weight <= heaviest) continue;
        heaviest = weight;
        best = look;
    }
    best.id = 0;
    return best;
}

double BarLooks::awake(std::uint16_t thread, const Track& track, const Bar& bar) const
{
    const Track* asleep = m_model.spans().track({thread, TrackKind::Asleep, 0});
    const std::uint64_t all = track.busy(bar.first, bar.first + bar.count, track.at(bar.first + bar.count - 1).from);
    if (!asleep || all == 0) return 1;
    const std::size_t first = asleep->firstFrom(track.at(bar.first).from);
    const std::size_t last = bar.first + bar.count < track.size() ? asleep->firstFrom(track.at(bar.first + bar.count).from, first) : asleep->size();
    return 1 - std::min(1.0, static_cast<double>(asleep->busy(first, last, 0)) / static_cast<double>(all));
}

BarLook BarLooks::lookOfSpan(const TrackKey& key, const Track::Span& span) const
{
    const auto record = [&]() -> const Record& { return m_model.recording().at(span.record); };
    switch (key.kind) {
    case TrackKind::Phases: return {.hue = hueOf(static_cast<Phase>(span.sort))};
    case TrackKind::Asleep: return {.hue = Hue::Asleep};
    case TrackKind::Callbacks:
    case TrackKind::Drains: return lookOfCallback(record());
    case TrackKind::Functions: return {.hue = span.sort == Spans::kOtherSort ? hueAround(key.thread, span.from) : m_ofSorts[span.sort].hue};
    case TrackKind::Gc: return {.hue = Hue::Gc};
    case TrackKind::Output: return lookOfOutput(record());
    case TrackKind::Pool: return {.hue = Hue::Pool, .id = record().id, .isInferred = record().has(RecordFlag::Inferred)};
    case TrackKind::Lost: return {.hue = Hue::Lost};
    case TrackKind::Delay: break;
    }
    return {};
}

BarLook BarLooks::sortOfSpan(const TrackKey& key, const Track::Span& span) const
{
    const bool isCallback = key.kind == TrackKind::Callbacks || key.kind == TrackKind::Drains;
    return isCallback && span.sort != Spans::kOtherSort ? m_ofSorts[span.sort] : lookOfSpan(key, span);
}

BarLook BarLooks::lookOfCallback(const Record& record) const
{
    return {.tone = record.has(RecordFlag::Internal) ? BarLook::Tone::Quiet : BarLook::Tone::Hue,
            .hue = hueOf(record.queue(), m_model.recording().dictionary().type(record.type)),
            .id = record.id,
            .isInferred = record.has(RecordFlag::Inferred)};
}

BarLook BarLooks::lookOfOutput(const Record& record) const
{
    const bool isConsole = record.kind == RecordKind::Console;
    if (record.kind == RecordKind::Stderr || (isConsole && record.consoleLevel() == ConsoleLevel::Error)) return {.tone = BarLook::Tone::Error};
    if (isConsole && record.consoleLevel() == ConsoleLevel::Warn) return {.tone = BarLook::Tone::Warning};
    return {.tone = BarLook::Tone::Text};
}

Hue BarLooks::hueAround(std::uint16_t thread, std::uint64_t time) const
{
    for (const TrackKind kind : {TrackKind::Drains, TrackKind::Callbacks}) {
        const Track* track = m_model.spans().track({thread, kind, 0});
        if (!track) continue;
        if (const std::size_t i = track->covering(time); i < track->size())
            return lookOfCallback(m_model.recording().at(track->at(i).record)).hue;
    }
    return Hue::Main;
}

QString BarLooks::asleep(std::uint16_t thread, const Track::Span& poll) const
{
    const Track* track = m_model.spans().track({thread, TrackKind::Asleep, 0});
    const std::size_t i = track ? track->firstFrom(poll.from) : 0;
    if (!track || i == track->size() || track->at(i).from != poll.from) return {};
    return QStringLiteral(" · ") + text({thread, TrackKind::Asleep, 0}, m_model.recording().at(track->at(i).record));
}

QString BarLooks::text(const TrackKey& key, const Record& record) const
{
    const Dictionary& dictionary = m_model.recording().dictionary();
    switch (key.kind) {
    case TrackKind::Phases: return Labels::phase(record.phase());
    case TrackKind::Asleep: return QCoreApplication::translate("BarLook", "asleep %1").arg(Labels::duration(record.id));
    case TrackKind::Callbacks:
    case TrackKind::Drains:
        return m_model.labels().shortName(
            StackFrame{.site = record.site(), .type = record.type, .queue = record.queue(), .isCallback = true, .id = record.id}, key.thread);
    case TrackKind::Functions: return m_model.labels().function(record.site());
    case TrackKind::Gc: return toQt(name(record.gcType()));
    case TrackKind::Output: return firstLine(dictionary.text(record.text()));
    case TrackKind::Pool: return toQt(dictionary.type(record.type));
    case TrackKind::Lost: return QCoreApplication::translate("BarLook", "%n event(s) lost", nullptr, static_cast<int>(std::min<std::uint64_t>(record.id, 1u << 30)));
    case TrackKind::Delay: break;
    }
    return {};
}

} // namespace loopscope
