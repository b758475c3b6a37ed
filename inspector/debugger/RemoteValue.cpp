#include "inspector/debugger/RemoteValue.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace loopscope {

namespace {

constexpr int kMostShown = 5; ///< entries of an object in one line

QString firstLine(const QString& text)
{
    const qsizetype end = text.indexOf(u'\n');
    return end < 0 ? text : text.left(end);
}

/// "function add(a, b) { .. }" is "ƒ add(a, b)", an arrow function "(a) => .."
QString functionText(const QString& source)
{
    static const QRegularExpression head(QStringLiteral(R"(^(async\s+)?function\s*(\*?)\s*([^\s(]*\([^)]*\)))"));
    const QString line = firstLine(source);
    if (line.startsWith(QLatin1String("class "))) return line.section(u'{', 0, 0).trimmed();
    const QRegularExpressionMatch match = head.match(line);
    const QString sign = QStringLiteral("ƒ");
    if (match.hasMatch()) return (match.captured(1).isEmpty() ? QString() : QStringLiteral("async ")) + sign + match.captured(2) + u' ' + match.captured(3);
    const qsizetype arrow = line.indexOf(QLatin1String("=>"));
    const QString shown = arrow >= 0 ? line.left(arrow + 2) : line.section(u'{', 0, 0).trimmed();
    return sign + u' ' + shown;
}

/// A value inside another one's line.
QString entryText(const QJsonObject& entry)
{
    const QString type = entry["type"].toString(), subtype = entry["subtype"].toString(), value = entry["value"].toString();
    if (type == QLatin1String("string")) return quoted(value, 100);
    if (type == QLatin1String("function")) return QStringLiteral("ƒ");
    if (type == QLatin1String("accessor")) return QStringLiteral("(…)");
    if (type == QLatin1String("undefined")) return type;
    if (type == QLatin1String("object") && subtype != QLatin1String("null")) {
        if (subtype == QLatin1String("array") || subtype == QLatin1String("map") || subtype == QLatin1String("set")) return value;
        return value == QLatin1String("Object") ? QStringLiteral("{…}") : firstLine(value);
    }
    return value;
}

/// Entries of maps and sets come as previews of their own.
QString previewText(const QJsonObject& preview)
{
    if (preview["type"] != QLatin1String("object") || preview["subtype"] == QLatin1String("null")) {
        if (preview["type"] == QLatin1String("string")) return quoted(preview["description"].toString(), 100);
        return firstLine(preview["description"].toString());
    }
    const bool isArray = preview["subtype"] == QLatin1String("array") || preview["subtype"] == QLatin1String("typedarray");
    QStringList parts;
    const QJsonArray entries = preview["entries"].toArray(), properties = preview["properties"].toArray();
    for (const auto& one : entries) {
        if (parts.size() == kMostShown) break;
        const QJsonObject entry = one.toObject();
        const QString value = previewText(entry["value"].toObject());
        parts << (entry.contains("key") ? previewText(entry["key"].toObject()) + QStringLiteral(" => ") + value : value);
    }
    if (entries.isEmpty())
        for (const auto& one : properties) {
            if (parts.size() == (isArray ? 100 : kMostShown)) break;
            const QJsonObject property = one.toObject();
            const QString name = property["name"].toString();
            if (preview["subtype"] == QLatin1String("map") || preview["subtype"] == QLatin1String("set")) continue; // size, which the description says
            bool isIndex = false;
            name.toUInt(&isIndex);
            parts << (isArray && isIndex ? entryText(property) : name + QStringLiteral(": ") + entryText(property));
        }
    const bool isMore = preview["overflow"].toBool() || std::max(entries.size(), properties.size()) > parts.size();
    if (isMore && !parts.isEmpty()) parts << QStringLiteral("…");
    const QString inside = parts.join(QStringLiteral(", ")), description = firstLine(preview["description"].toString());
    if (isArray) return (description == QLatin1String("Array(0)") ? QString() : description.startsWith(QLatin1String("Array(")) ? description.mid(5) + u' ' : description + u' ') + u'[' + inside + u']';
    if (description == QLatin1String("Object")) return u'{' + inside + u'}';
    return inside.isEmpty() ? description + QStringLiteral(" {}") : description + QStringLiteral(" {") + inside + u'}';
}

bool hasOwnLine(const QString& subtype)
{
    return subtype == QLatin1String("regexp") || subtype == QLatin1String("date") || subtype == QLatin1String("error");
}

QString lineOf(const QJsonObject& object, const RemoteValue& v)
{
    if (v.type == QLatin1String("string")) return quoted(object["value"].toString());
    if (v.type == QLatin1String("undefined")) return v.type;
    if (v.subtype == QLatin1String("null")) return v.subtype;
    if (object.contains("unserializableValue")) return object["unserializableValue"].toString();
    if (v.type == QLatin1String("boolean")) return object["value"].toBool() ? QStringLiteral("true") : QStringLiteral("false");
    if (v.type == QLatin1String("function")) return functionText(v.description);
    if (hasOwnLine(v.subtype)) return firstLine(v.description);
    if (object.contains("preview")) return previewText(object["preview"].toObject());
    return v.description.isEmpty() ? object["value"].toVariant().toString() : firstLine(v.description);
}

} // namespace

QString quoted(const QString& text, qsizetype most)
{
    QString shown = text.size() > most ? text.left(most) + QStringLiteral("…") : text;
    shown.replace(u'\\', QLatin1String("\\\\")).replace(u'\n', QLatin1String("\\n")).replace(u'\r', QLatin1String("\\r")).replace(u'\t', QLatin1String("\\t"));
    if (!shown.contains(u'\'')) return u'\'' + shown + u'\'';
    if (!shown.contains(u'"')) return u'"' + shown + u'"';
    return u'\'' + shown.replace(u'\'', QLatin1String("\\'")) + u'\'';
}

RemoteValue RemoteValue::fromJson(const QJsonObject& object)
{
    RemoteValue value;
    value.type = object["type"].toString();
    value.subtype = object["subtype"].toString();
    value.className = object["className"].toString();
    value.description = object["description"].toString();
    value.objectId = object["objectId"].toString();
    if (value.type == QLatin1String("string")) value.string = object["value"].toString();
    value.text = lineOf(object, value);
    return value;
}

quint64 RemoteValue::length() const
{
    if (subtype != QLatin1String("array") && subtype != QLatin1String("typedarray")) return 0;
    return description.section(u'(', -1).section(u')', 0, 0).toULongLong(); // "Array(3)", "Uint8Array(10)"
}

std::vector<RemoteProperty> propertiesFromJson(const QJsonObject& result)
{
    std::vector<RemoteProperty> rows;
    const auto add = [&rows](const QJsonObject& property, RemoteProperty::Kind kind) {
        RemoteProperty row{property["name"].toString(), RemoteValue::fromJson(property["value"].toObject()), kind, property["enumerable"].toBool(true), property["writable"].toBool(true)};
        if (!property.contains("value") && property.contains("get")) {
            row.kind = kind == RemoteProperty::Kind::Own ? RemoteProperty::Kind::Accessor : kind;
            row.value = RemoteValue::fromJson(property["get"].toObject());
        }
        if (row.value.isValid()) rows.push_back(std::move(row));
    };
    for (const auto& property : result["result"].toArray()) add(property.toObject(), RemoteProperty::Kind::Own);
    for (const auto& property : result["privateProperties"].toArray()) add(property.toObject(), RemoteProperty::Kind::Private);
    for (const auto& property : result["internalProperties"].toArray()) add(property.toObject(), RemoteProperty::Kind::Internal);
    return rows;
}

} // namespace loopscope
