#include "app/shell/PictureOptions.h"

#include "app/cli/OptionParser.h"
#include "app/shell/Moments.h"

#include <QRegularExpression>

#include <algorithm>

namespace loopscope {

namespace {

QSize sizeFrom(const QString& text)
{
    static const QRegularExpression form(QStringLiteral("^(\\d{2,5})x(\\d{2,5})$"));
    const QRegularExpressionMatch match = form.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    return match.hasMatch() && size.width() <= 8192 && size.height() <= 8192 && size.width() >= 64 && size.height() >= 64 ? size : QSize();
}

} // namespace

const CommandSpec& PictureOptions::spec()
{
    static const CommandSpec spec{
        .name = "picture",
        .usage = "INPUT -o FILE.png [--at TIME] [--size WxH] [--theme dark|light|contrast] [--panel NAME]",
        .summary = "Draws the window, or one panel of it, for a script (which is run) or a recording, at a moment of it, with no display.",
        .options = {{"output", 'o', "FILE.png", "the picture; an .svg is drawn as shapes and texts, a .gif moves from --from to --at"},
                    {"at", 0, "TIME", "the moment: a time such as 3ms, 1.5s or 200us, or end (the default)"},
                    {"from", 0, "TIME", "of a .gif: where it begins (0ms)"},
                    {"size", 0, "WxH", "in pixels, 64 to 8192 (1280x800)"},
                    {"theme", 0, "THEME", "dark (the default), light or contrast", {"dark", "light", "contrast"}},
                    {"panel", 0, "PANEL", "window (the default), stage, timeline, console, events, findings, graph, charts or editor",
                     {"window", "stage", "timeline", "console", "events", "findings", "graph", "charts", "editor"}},
                    {"detail", 0, "LEVEL", "how much is recorded of a script: monitor, trace or lesson (the default)",
                     {"monitor", "trace", "lesson"}},
                    {"max-seconds", 0, "N", "stops the script after this time (20)"}},
        .leastOperands = 1,
        .mostOperands = 1,
        .operand = "script or recording",
    };
    return spec;
}

PictureOptions PictureOptions::parse(ParsedCommand& command)
{
    PictureOptions options;
    const auto take = [&command](std::string_view name, QString& into) {
        if (const auto value = command.value(name)) into = QString::fromStdString(*value);
    };
    take("output", options.output);
    take("at", options.at);
    take("from", options.from);
    take("theme", options.theme);
    take("panel", options.panel);
    take("detail", options.detail);
    if (const auto seconds = command.number("max-seconds", 1)) options.maxSeconds = int(std::min<std::uint64_t>(*seconds, 86'400));
    if (const auto text = command.value("size")) {
        options.size = sizeFrom(QString::fromStdString(*text));
        if (!options.size.isValid()) command.fail("--size: '" + *text + "' is not WIDTHxHEIGHT in pixels, 64 to 8192, such as 1280x800");
    }
    if (!momentFromText(options.at, 0)) command.fail("--at: '" + options.at.toStdString() + "' is not a time such as 3ms, 1.5s, 200us, or end");
    if (!momentFromText(options.from, 0)) command.fail("--from: '" + options.from.toStdString() + "' is not a time such as 3ms, 1.5s, 200us, or end");
    if (options.output.isEmpty()) command.fail("-o FILE.png is missing");
    if (!command.operands().empty()) options.input = QString::fromStdString(command.operands()[0]);
    return options;
}

} // namespace loopscope
