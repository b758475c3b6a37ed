#include "inspector/debugger/RemoteValue.h"

#include <QJsonDocument>
#include <QtTest>

using namespace loopscope;

static QJsonObject json(const char* text) { return QJsonDocument::fromJson(text).object(); }

class RemoteValueTest : public QObject
{
    Q_OBJECT
private slots:
    void oneLine_data()
    {
        QTest::addColumn<QByteArray>("object");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const char* object, const char* text) { QTest::newRow(name) << QByteArray(object) << QString::fromUtf8(text); };
        row("undefined", R"j({"type":"undefined"})j", "undefined");
        row("null", R"j({"type":"object","subtype":"null","value":null})j", "null");
        row("number", R"j({"type":"number","value":1.5,"description":"1.5"})j", "1.5");
        row("minus zero", R"j({"type":"number","unserializableValue":"-0","description":"-0"})j", "-0");
        row("bigint", R"j({"type":"bigint","unserializableValue":"12n","description":"12n"})j", "12n");
        row("true", R"j({"type":"boolean","value":true})j", "true");
        row("string", "{\"type\":\"string\",\"value\":\"it's\\n\\\"a\\\"\"}", "'it\\'s\\n\"a\"'");
        row("string with a quote", "{\"type\":\"string\",\"value\":\"it's\"}", "\"it's\"");
        row("symbol", R"j({"type":"symbol","description":"Symbol(a)","objectId":"1"})j", "Symbol(a)");
        row("function", R"j({"type":"function","className":"Function","description":"function add(a, b) {\n  return a + b;\n}","objectId":"1"})j", "ƒ add(a, b)");
        row("async", R"j({"type":"function","description":"async function f() { }","objectId":"1"})j", "async ƒ f()");
        row("generator", R"j({"type":"function","description":"function* g(x) { }","objectId":"1"})j", "ƒ* g(x)");
        row("arrow", R"j({"type":"function","description":"(a) => a + 1","objectId":"1"})j", "ƒ (a) =>");
        row("class", R"j({"type":"function","description":"class A extends B { x() {} }","objectId":"1"})j", "class A extends B");
        row("object", R"j({"type":"object","description":"Object","objectId":"1","preview":{"type":"object","description":"Object","overflow":false,"properties":[{"name":"a","type":"number","value":"1"},{"name":"o","type":"object","value":"Object"},{"name":"g","type":"accessor","value":""}]}})j", "{a: 1, o: {…}, g: (…)}");
        row("named", R"j({"type":"object","className":"Point","description":"Point","objectId":"1","preview":{"type":"object","description":"Point","overflow":true,"properties":[{"name":"x","type":"string","value":"s"}]}})j", "Point {x: 's', …}");
        row("array", R"j({"type":"object","subtype":"array","description":"Array(2)","objectId":"1","preview":{"type":"object","subtype":"array","description":"Array(2)","overflow":false,"properties":[{"name":"0","type":"number","value":"1"},{"name":"1","type":"string","value":"b"}]}})j", "(2) [1, 'b']");
        row("no elements", R"j({"type":"object","subtype":"array","description":"Array(0)","objectId":"1","preview":{"type":"object","subtype":"array","description":"Array(0)","overflow":false,"properties":[]}})j", "[]");
        row("map", R"j({"type":"object","subtype":"map","description":"Map(1)","objectId":"1","preview":{"type":"object","subtype":"map","description":"Map(1)","overflow":false,"properties":[{"name":"size","type":"number","value":"1"}],"entries":[{"key":{"type":"string","description":"k","overflow":false,"properties":[]},"value":{"type":"number","description":"1","overflow":false,"properties":[]}}]}})j", "Map(1) {'k' => 1}");
        row("promise", R"j({"type":"object","subtype":"promise","description":"Promise","objectId":"1","preview":{"type":"object","subtype":"promise","description":"Promise","overflow":false,"properties":[{"name":"[[PromiseState]]","type":"string","value":"pending"}]}})j", "Promise {[[PromiseState]]: 'pending'}");
        row("error", R"j({"type":"object","subtype":"error","description":"TypeError: no\n    at a.js:1","objectId":"1","preview":{"type":"object","properties":[]}})j", "TypeError: no");
        row("nothing", "{}", "");
    }

    void oneLine()
    {
        QFETCH(QByteArray, object);
        QFETCH(QString, text);
        QCOMPARE(RemoteValue::fromJson(json(object)).text, text);
    }

    void longTextsAreCut()
    {
        QCOMPARE(quoted(QString(20000, 'x')).size(), 10003);
        QCOMPARE(quoted("abc", 2), QString::fromUtf8("'ab…'"));
    }

    void propertiesInTheirOrder()
    {
        const QByteArray text = QByteArray("{'result':[{'name':'a','value':{'type':'number','value':1},'enumerable':true,'writable':true},"
                                           "{'name':'g','get':{'type':'function','description':'function () {}','objectId':'2'},'set':{'type':'undefined'},'enumerable':true},"
                                           "{'name':'onlySet','set':{'type':'function'}}],"
                                           "'privateProperties':[{'name':'#p','value':{'type':'string','value':'s'}}],"
                                           "'internalProperties':[{'name':'[[Prototype]]','value':{'type':'object','description':'Object','objectId':'3'}}]}").replace('\'', '"');
        const auto rows = propertiesFromJson(json(text.constData()));
        QStringList texts;
        for (const RemoteProperty& row : rows) texts << row.name + ' ' + QString::number(int(row.kind)) + ' ' + row.value.text;
        QCOMPARE(texts, (QStringList{"a 0 1", QString::fromUtf8("g 1 ƒ ()"), "#p 3 's'", "[[Prototype]] 2 Object"}));
    }
};

QTEST_APPLESS_MAIN(RemoteValueTest)
#include "RemoteValueTest.moc"
