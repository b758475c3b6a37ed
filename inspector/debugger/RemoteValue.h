#pragma once

#include <QJsonObject>
#include <QString>

#include <vector>

namespace loopscope {

/// A value of the program's, as the protocol describes it (Runtime.RemoteObject). A value; any thread.
struct RemoteValue {
    QString type;        ///< "object", "function", "string", "number", ..; empty for none
    QString subtype;     ///< "array", "null", "map", "error", "promise", "proxy", ..
    QString className;
    QString description; ///< as V8 puts it
    QString objectId;    ///< empty for what cannot be opened
    QString string;      ///< of a string: itself
    QString text;        ///< one line, as consoles show it: "Point {x: 1, y: 2}", "'ab'", "ƒ add(a, b)"

    static RemoteValue fromJson(const QJsonObject& remoteObject);
    bool isValid() const { return !type.isEmpty(); }
    bool canOpen() const { return !objectId.isEmpty(); }
    /// Elements of an array, as its description says; 0 for what is none.
    quint64 length() const;
    bool isError() const { return subtype == QLatin1String("error"); }
};

/// One entry of an opened value. A value.
struct RemoteProperty {
    enum class Kind : std::uint8_t {
        Own,
        Accessor,  ///< has a getter that was not called: `value` is the getter
        Internal,  ///< V8's: [[Prototype]], [[PromiseState]]
        Private,   ///< #name
    };
    QString name;
    RemoteValue value;
    Kind kind = Kind::Own;
    bool isEnumerable = true;
    bool isWritable = true;
    bool operator==(const RemoteProperty& other) const { return name == other.name && kind == other.kind && value.text == other.value.text; }
};

/// The answer to Runtime.getProperties as rows: first own ones in V8's order, then private ones, then V8's own.
std::vector<RemoteProperty> propertiesFromJson(const QJsonObject& result);

/// 'it\'s' in JavaScript's quotes; long ones are cut.
QString quoted(const QString& text, qsizetype most = 10'000);

} // namespace loopscope
