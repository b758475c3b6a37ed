#include "app/session/SessionState.h"

#include <QJsonArray>

namespace loopscope {

namespace {

QJsonObject toJson(const SessionState::OpenFile& file)
{
    QJsonObject json{{"path", file.path}, {"line", file.line}, {"column", file.column}, {"top", file.top}};
    if (file.unsaved) json["text"] = file.text;
    return json;
}

SessionState::OpenFile fileFromJson(const QJsonObject& json)
{
    SessionState::OpenFile file;
    file.path = json["path"].toString();
    file.unsaved = json["text"].isString();
    file.text = json["text"].toString();
    file.line = json["line"].toInt(1);
    file.column = json["column"].toInt(1);
    file.top = json["top"].toInt();
    return file;
}

QJsonArray toJson(const QList<SessionState::Mark>& marks)
{
    QJsonArray all;
    for (const SessionState::Mark& mark : marks) all.append(QJsonObject{{"cursor", mark.cursor}, {"time", mark.time}, {"note", mark.note}});
    return all;
}

QString encoded(const QByteArray& bytes) { return QString::fromLatin1(bytes.toBase64()); }
QByteArray decoded(const QJsonValue& value) { return QByteArray::fromBase64(value.toString().toLatin1()); }

QStringList strings(const QJsonValue& value)
{
    QStringList result;
    for (const QJsonValue& entry : value.toArray())
        if (entry.isString()) result << entry.toString();
    return result;
}

} // namespace

QJsonObject SessionState::toJson() const
{
    QJsonArray all;
    for (const OpenFile& file : files) all.append(loopscope::toJson(file));
    return {{"version", 1}, {"files", all}, {"currentFile", currentFile}, {"folder", folder}, {"geometry", encoded(geometry)},
            {"layout", encoded(layout)}, {"theme", theme}, {"detail", detail}, {"keepLast", keepLast}, {"bookmarks", loopscope::toJson(bookmarks)}, {"presentation", presentation}, {"zoom", zoom},
            {"history", QJsonArray::fromStringList(history)}, {"recent", QJsonArray::fromStringList(recent)},
            {"debug", debug}, {"launch", launch}, {"watches", QJsonArray::fromStringList(watches)}, {"replHistory", QJsonArray::fromStringList(replHistory)}};
}

SessionState SessionState::fromJson(const QJsonObject& json)
{
    SessionState state;
    for (const QJsonValue& file : json["files"].toArray()) state.files << fileFromJson(file.toObject());
    state.currentFile = json["currentFile"].toInt(-1);
    state.folder = json["folder"].toString();
    state.geometry = decoded(json["geometry"]);
    state.layout = decoded(json["layout"]);
    state.theme = json["theme"].toString(state.theme);
    state.detail = json["detail"].toString(state.detail);
    state.keepLast = std::max<qint64>(0, json["keepLast"].toInteger(state.keepLast));
    state.presentation = json["presentation"].toBool();
    state.zoom = json["zoom"].toInt();
    for (const QJsonValue& mark : json["bookmarks"].toArray())
        state.bookmarks << Mark{mark["cursor"].toInteger(), mark["time"].toInteger(), mark["note"].toString()};
    state.history = strings(json["history"]);
    state.recent = strings(json["recent"]);
    state.debug = json["debug"].toObject();
    state.launch = json["launch"].toString();
    state.watches = strings(json["watches"]);
    state.replHistory = strings(json["replHistory"]);
    return state;
}

} // namespace loopscope
