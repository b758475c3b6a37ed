#include "inspector/debugger/ConsoleMessage.h"

#include "inspector/debugger/Scripts.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace loopscope {

namespace {

using Level = ConsoleMessage::Level;

QString tr(const char* text) { return QCoreApplication::translate("Debugger", text); }

/// A string is itself here, without quotes.
QString plain(const RemoteValue& value) { return value.type == QLatin1String("string") ? value.string : value.text; }

RemoteProperty row(const QString& name, const QString& text)
{
    RemoteProperty made{.name = name, .kind = RemoteProperty::Kind::Internal};
    made.value.text = text;
    return made;
}

/// %s, %d, %i, %f, %o, %O, %j, %c and %% of the first text; what is left over stands behind it. `used`: how many values went into it.
QString formatted(const std::vector<RemoteValue>& values, std::size_t& used)
{
    used = 1;
    if (values.front().type != QLatin1String("string")) return values.front().text;
    static const QRegularExpression place(QStringLiteral("%([sdifoOjc%])"));
    QString made;
    qsizetype from = 0;
    const QString& text = values.front().string;
    for (auto it = place.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QChar kind = match.captured(1).front();
        if (kind != u'%' && used >= values.size()) continue;
        made += text.sliced(from, match.capturedStart() - from);
        from = match.capturedEnd();
        if (kind == u'%') made += u'%';
        else if (kind == u'c') ++used; // how it should look
        else if (kind == u'd' || kind == u'i') made += values[used].type == QLatin1String("number") && kind == u'i' ? values[used].text.section(u'.', 0, 0) : plain(values[used]), ++used;
        else made += kind == u's' ? plain(values[used]) : values[used].text, ++used;
    }
    return made + text.sliced(from);
}

/// Of console.table: a row for the names of the columns, and one each; as far as V8 previews it.
std::vector<RemoteProperty> tableRows(const QJsonObject& preview)
{
    QStringList columns;
    std::vector<std::pair<QString, QHash<QString, QString>>> lines;
    const QString valueColumn = tr("Value");
    bool hasValues = false;
    for (const auto& property : preview["properties"].toArray()) {
        const QJsonObject one = property.toObject();
        QHash<QString, QString> cells;
        const QJsonArray inner = one["valuePreview"].toObject()["properties"].toArray();
        for (const auto& cell : inner) {
            const QString name = cell.toObject()["name"].toString();
            const bool isText = cell.toObject()["type"] == QLatin1String("string");
            cells[name] = isText ? quoted(cell.toObject()["value"].toString()) : cell.toObject()["value"].toString();
            if (!columns.contains(name)) columns << name;
        }
        if (inner.isEmpty()) cells[valueColumn] = one["value"].toString(), hasValues = true;
        lines.emplace_back(one["name"].toString(), cells);
    }
    if (hasValues) columns << valueColumn;
    QList<qsizetype> widths;
    for (const QString& column : columns) {
        qsizetype width = column.size();
        for (const auto& [name, cells] : lines) width = std::max(width, cells.value(column).size());
        widths << std::min<qsizetype>(width, 40);
    }
    std::vector<RemoteProperty> rows;
    const auto line = [&](const QString& name, auto&& cell) {
        QString text;
        for (qsizetype i = 0; i < columns.size(); ++i) text += QString(cell(columns[i])).left(40).leftJustified(widths[i] + 2);
        rows.push_back(row(name, text.trimmed().isEmpty() ? QString() : text));
    };
    line(tr("(index)"), [](const QString& column) { return column; });
    for (const auto& [name, cells] : lines) line(name, [&cells = cells](const QString& column) { return cells.value(column); });
    return rows;
}

std::vector<RemoteProperty> frameRows(const QJsonObject& stack, const Scripts& scripts)
{
    std::vector<RemoteProperty> rows;
    for (const auto& value : stack["callFrames"].toArray()) {
        const QJsonObject frame = value.toObject();
        const ScriptPlace place = scripts.place(frame["scriptId"].toString(), frame["lineNumber"].toInt(), frame["columnNumber"].toInt());
        const QString url = frame["url"].toString();
        if (url.startsWith(QLatin1String("node:"))) continue;
        const QString function = frame["functionName"].toString(), file = place.path.isEmpty() ? scripts.pathOf(url) : place.path;
        rows.push_back(row(function.isEmpty() ? tr("(anonymous)") : function, QStringLiteral("(%1:%2:%3)").arg(file).arg(place.line).arg(place.column)));
    }
    return rows;
}

ScriptPlace placeOf(const QJsonObject& stack, const Scripts& scripts)
{
    for (const auto& value : stack["callFrames"].toArray()) {
        const QJsonObject frame = value.toObject();
        if (frame["url"].toString().startsWith(QLatin1String("node:"))) continue;
        ScriptPlace place = scripts.place(frame["scriptId"].toString(), frame["lineNumber"].toInt(), frame["columnNumber"].toInt());
        if (place.path.isEmpty()) place.path = scripts.pathOf(frame["url"].toString());
        return place;
    }
    return {};
}

} // namespace

bool isEchoOfNode(const QJsonObject& params)
{
    return params["stackTrace"].toObject()["callFrames"].toArray().first().toObject()["url"].toString().startsWith(QLatin1String("node:internal/console/"));
}

std::vector<RemoteProperty> stackRows(const RemoteValue& error)
{
    std::vector<RemoteProperty> rows;
    if (!error.isError()) return rows;
    static const QRegularExpression line(QStringLiteral("^\\s+at (?:(.*) )?(\\(?(?:file:)?/.*:\\d+:\\d+\\)?)$"));
    for (const QString& one : error.description.split(u'\n').mid(1)) {
        const QRegularExpressionMatch match = line.match(one);
        if (!match.hasMatch() || one.contains(QLatin1String("(eval at "))) continue;
        QString place = match.captured(2).remove(QLatin1String("file://"));
        if (!place.startsWith(u'(')) place = u'(' + place + u')';
        rows.push_back(row(match.captured(1).isEmpty() ? tr("(anonymous)") : match.captured(1), place));
    }
    return rows;
}

ConsoleMessage consoleMessageFromJson(const QJsonObject& params, const Scripts& scripts)
{
    ConsoleMessage made;
    const QString type = params["type"].toString();
    made.time = params["timestamp"].toDouble();
    const QJsonObject stack = params["stackTrace"].toObject();
    made.place = placeOf(stack, scripts);
    if (type == QLatin1String("debug")) made.level = Level::Debug;
    if (type == QLatin1String("warning")) made.level = Level::Warning;
    if (type == QLatin1String("error") || type == QLatin1String("assert")) made.level = Level::Error;
    if (type.startsWith(QLatin1String("startGroup"))) made.kind = ConsoleMessage::Kind::Group;
    if (type == QLatin1String("endGroup")) made.kind = ConsoleMessage::Kind::GroupEnd;
    if (type == QLatin1String("clear")) made.kind = ConsoleMessage::Kind::Clear;
    std::vector<RemoteValue> values;
    for (const auto& value : params["args"].toArray()) values.push_back(RemoteValue::fromJson(value.toObject()));
    QStringList words;
    if (type == QLatin1String("assert")) words << tr("Assertion failed:");
    if (type == QLatin1String("trace")) words << tr("Trace:");
    if (!values.empty()) {
        std::size_t used = 0;
        words << formatted(values, used);
        for (; used < values.size(); ++used) words << plain(values[used]);
    }
    made.text = words.join(u' ').replace(u'\n', QStringLiteral(" ↵ "));
    if (type == QLatin1String("table") && !values.empty() && values.front().canOpen()) {
        made.parts = tableRows(params["args"].toArray().first().toObject()["preview"].toObject());
        made.text = tr("Table: %1").arg(values.front().description);
        return made;
    }
    const auto opens = std::ranges::count_if(values, &RemoteValue::canOpen);
    if (values.size() == 1 && opens == 1 && !values.front().isError()) made.value = values.front();
    else
        for (const RemoteValue& value : values) {
            if (!value.canOpen()) continue;
            for (RemoteProperty& one : stackRows(value)) made.parts.push_back(std::move(one));
            made.parts.push_back({.name = value.isError() ? tr("the error") : value.className.isEmpty() ? value.type : value.className, .value = value});
        }
    if (type == QLatin1String("trace") || type == QLatin1String("assert"))
        for (RemoteProperty& one : frameRows(stack, scripts)) made.parts.push_back(std::move(one));
    return made;
}

ConsoleMessage thrownMessageFromJson(const QJsonObject& params, const Scripts& scripts)
{
    const QJsonObject details = params["exceptionDetails"].toObject();
    ConsoleMessage made;
    made.level = Level::Error;
    made.time = params["timestamp"].toDouble();
    made.place = placeOf(details["stackTrace"].toObject(), scripts);
    const RemoteValue thrown = RemoteValue::fromJson(details["exception"].toObject());
    made.text = tr("Uncaught %1").arg(thrown.isValid() ? thrown.text : details["text"].toString());
    made.parts = stackRows(thrown);
    return made;
}

} // namespace loopscope
