#include "app/shell/PictureOptions.h"

#include "app/shell/Moments.h"
#include "runtime/events/Kinds.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("PictureOptions", text); }

QSize sizeFrom(const QString& text)
{
    static const QRegularExpression form(QStringLiteral("^(\\d{2,5})x(\\d{2,5})$"));
    const QRegularExpressionMatch match = form.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    return match.hasMatch() && size.width() <= 8192 && size.height() <= 8192 && size.width() >= 64 && size.height() >= 64 ? size : QSize();
}

QString oneOf(const QString& option, const QString& value, const QStringList& allowed)
{
    return allowed.contains(value) ? QString() : tr("%1 %2: must be one of %3").arg(option, value, allowed.join(QStringLiteral(", ")));
}

QString take(PictureOptions& options, const QString& name, const QString& value)
{
    if (name == "-o" || name == "--output") return options.output = value, QString();
    if (name == "--at") {
        options.at = value;
        return momentFromText(value, 0) ? QString() : tr("--at %1: must be a time such as 3ms, 1.5s, 200us, or end").arg(value);
    }
    if (name == "--size") {
        options.size = sizeFrom(value);
        return options.size.isValid() ? QString() : tr("--size %1: must be WIDTHxHEIGHT in pixels, 64 to 8192, such as 1280x800").arg(value);
    }
    if (name == "--theme") return oneOf(name, options.theme = value, {"dark", "light", "contrast"});
    if (name == "--panel") return oneOf(name, options.panel = value, {"window", "stage", "timeline", "console", "events", "editor"});
    if (name == "--detail") return oneOf(name, options.detail = value, {"monitor", "trace", "lesson"});
    if (name == "--max-seconds") {
        options.maxSeconds = value.toInt();
        return options.maxSeconds > 0 ? QString() : tr("--max-seconds %1: must be a whole number above 0").arg(value);
    }
    return tr("'%1' is not an option of picture").arg(name);
}

} // namespace

PictureOptions PictureOptions::parse(const std::vector<std::string>& arguments)
{
    PictureOptions options;
    for (std::size_t i = 0; i < arguments.size() && options.problem.isEmpty(); ++i) {
        const QString word = QString::fromStdString(arguments[i]);
        if (!word.startsWith(u'-')) {
            if (options.input.isEmpty()) options.input = word;
            else options.problem = tr("one INPUT is expected, '%1' is a second").arg(word);
        } else if (word.startsWith(QLatin1String("--")) && word.contains(u'=')) {
            options.problem = take(options, word.section(u'=', 0, 0), word.section(u'=', 1));
        } else if (i + 1 == arguments.size()) {
            options.problem = tr("%1 needs a value").arg(word);
        } else {
            options.problem = take(options, word, QString::fromStdString(arguments[++i]));
        }
    }
    if (options.problem.isEmpty() && options.input.isEmpty()) options.problem = tr("INPUT is missing: a script or a recording");
    if (options.problem.isEmpty() && options.output.isEmpty()) options.problem = tr("-o FILE.png is missing");
    return options;
}

} // namespace loopscope
