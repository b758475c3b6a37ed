#include "runtime/stream/JsonlWriter.h"
#include "tests/support/RecordingBuilder.h"
#include "tests/support/SampleRecordings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <limits>

using namespace loopscope;

namespace {

QList<QJsonObject> parsed(const std::string& text)
{
    QList<QJsonObject> lines;
    for (const QByteArray& line : QByteArray::fromStdString(text).split('\n')) {
        if (line.isEmpty()) continue;
        QJsonParseError error;
        lines << QJsonDocument::fromJson(line, &error).object();
        if (error.error != QJsonParseError::NoError) qFatal("%s: %s", qPrintable(error.errorString()), line.constData());
    }
    return lines;
}

QList<QJsonObject> lines(const Recording& recording) { return parsed(jsonlText(recording)); }

QList<QJsonObject> ofKind(const Recording& recording, const QString& kind)
{
    QList<QJsonObject> result = lines(recording);
    result.removeIf([&](const QJsonObject& line) { return line["k"] != kind; });
    return result;
}

} // namespace

class JsonlWriterTest : public QObject
{
    Q_OBJECT
private slots:
    void theLessonLineByLine()
    {
        const std::string expected =
            R"({"k":"run","v":1,"node":"26.10.0","v8":"14.6","uv":"1.52.1","script":"/home/ada/a.js","argv":[],"detail":"lesson"}
{"k":"phase","t":0,"th":0,"phase":"main","iteration":0,"edge":"begin"}
{"k":"call","t":1000,"th":0,"fn":"","at":"a.js:1:1"}
{"k":"console","t":2000,"th":0,"level":"log","text":"1"}
{"k":"enqueue","t":3000,"th":0,"id":5,"queue":"timers","kind":"Timeout","by":0,"at":"a.js:2:1","ms":1}
{"k":"promise","t":4000,"th":0,"id":6,"state":"pending","at":"a.js:3:1"}
{"k":"enqueue","t":5000,"th":0,"id":6,"queue":"microtask","kind":"reaction","by":0,"at":"a.js:3:19"}
{"k":"console","t":6000,"th":0,"level":"log","text":"4"}
{"k":"return","t":7000,"th":0,"fn":"","at":"a.js:1:1"}
{"k":"begin","t":8000,"th":0,"id":6,"queue":"microtask","kind":"reaction","phase":"main","iteration":0,"fn":"","at":"a.js:3:24"}
{"k":"call","t":9000,"th":0,"fn":"","at":"a.js:3:24"}
{"k":"console","t":10000,"th":0,"level":"log","text":"3"}
{"k":"return","t":11000,"th":0,"fn":"","at":"a.js:3:24"}
{"k":"end","t":12000,"th":0,"id":6}
{"k":"phase","t":13000,"th":0,"phase":"main","iteration":0,"edge":"end"}
{"k":"phase","t":14000,"th":0,"phase":"poll","iteration":1,"edge":"begin"}
{"k":"phase","t":1014000,"th":0,"phase":"poll","iteration":1,"edge":"end","asleep":990000}
{"k":"phase","t":1015000,"th":0,"phase":"check","iteration":1,"edge":"begin"}
{"k":"phase","t":1016000,"th":0,"phase":"check","iteration":1,"edge":"end"}
{"k":"phase","t":1017000,"th":0,"phase":"timers","iteration":1,"edge":"begin"}
{"k":"begin","t":1018000,"th":0,"id":5,"queue":"timers","kind":"Timeout","phase":"timers","iteration":1,"fn":"greet","at":"a.js:2:12"}
{"k":"call","t":1019000,"th":0,"fn":"greet","at":"a.js:2:12"}
{"k":"console","t":1020000,"th":0,"level":"log","text":"2"}
{"k":"return","t":1021000,"th":0,"fn":"greet","at":"a.js:2:12"}
{"k":"end","t":1022000,"th":0,"id":5}
{"k":"phase","t":1023000,"th":0,"phase":"timers","iteration":1,"edge":"end"}
{"k":"exit","t":1024000,"th":0,"code":0,"reason":"exit","lost":0}
)";
        QCOMPARE(jsonlText(*recordingOf1432()), expected);
    }

    void everyKindIsValidJson()
    {
        const auto all = lines(*recordingOfEveryKind());
        QStringList kinds;
        for (const QJsonObject& line : all) {
            kinds << line["k"].toString();
            if (line["k"] == "run") continue;
            QVERIFY(line["t"].isDouble());
            QVERIFY(line.contains("th"));
        }
        kinds.removeDuplicates();
        kinds.sort();
        QCOMPARE(kinds.join(' '), "begin call cancel console end enqueue exit gc lost metric op phase promise return run stderr stdout");
        QCOMPARE(all.first()["k"].toString(), "run");
        QCOMPARE(all.last()["k"].toString(), "exit");
        QCOMPARE(all.last()["code"].toInt(), -1);
        QCOMPARE(all.last()["reason"].toString(), "uncaught");
        QCOMPARE(all.last()["lost"].toInt(), 3);
    }

    void whatACallbackDoesIsDoneByIt()
    {
        const auto recording = recordingOfEveryKind();
        const auto enqueued = ofKind(*recording, "enqueue");
        QCOMPARE(enqueued.last()["id"].toInt(), 42);
        QCOMPARE(enqueued.last()["by"].toInt(), 41);
        const auto begun = ofKind(*recording, "begin");
        QCOMPARE(begun[0]["internal"].toBool(), true);
        QVERIFY(!begun[1].contains("internal"));
        QCOMPARE(begun[1]["phase"].toString(), "poll"); // a tick, after the callback of that phase
    }

    void threadsHaveTheirNames()
    {
        const auto ops = ofKind(*recordingOfEveryKind(), "op");
        QCOMPARE(ops[0]["th"].toInt(-1), 0);
        QCOMPARE(ops[2]["th"].toString(), "pool-1");
        QCOMPARE(ops[2]["pool"].toInt(), 1);
        QVERIFY(!ops[0].contains("pool"));
    }

    void aCharacterCutByTheSystemIsPutTogether()
    {
        const auto out = ofKind(*recordingOfEveryKind(), "stdout");
        QCOMPARE(out.size(), 2);
        QCOMPARE(out[0]["text"].toString(), "gr");
        QCOMPARE(out[1]["text"].toString(), "üß dich\n");

        RecordingBuilder rec;
        rec.out("\xe2\x82").exit();
        const auto cut = ofKind(*rec.recording(), "stdout");
        QCOMPARE(cut.size(), 1);
        QCOMPARE(cut[0]["text"].toString(), QString(QChar(0xfffd)));
        QCOMPARE(lines(*rec.recording()).last()["k"].toString(), "exit");
    }

    void theUsersOwnFrameIsTold()
    {
        RecordingBuilder rec;
        Dictionary& d = rec.dictionary();
        const StackId outer = d.intern(StackNode{rec.site("load@a.js:9:4"), StackId::None});
        const StackId inner = d.intern(StackNode{rec.site("readFile@node:fs:300:5"), outer});
        rec.add({.id = 1, .place = static_cast<std::uint32_t>(inner), .kind = RecordKind::Enqueue, .detail = 2});
        QCOMPARE(ofKind(*rec.recording(), "enqueue")[0]["at"].toString(), "a.js:9:4");
        rec.enqueue(2, Queue::Poll, "TCPWRAP", "onread@node:net:1:1");
        QVERIFY(!ofKind(*rec.recording(), "enqueue")[1].contains("at"));
    }

    void inLessonEveryBeginNamesItsFunction()
    {
        RecordingBuilder rec(DetailLevel::Lesson);
        rec.enqueue(1, Queue::Poll, "X").begin(1, Queue::Poll, "X");
        const auto begin = ofKind(*rec.recording(), "begin")[0];
        QCOMPARE(begin["fn"].toString("none"), "");
        QCOMPARE(begin["at"].toString("none"), "");
        RecordingBuilder trace(DetailLevel::Trace);
        trace.enqueue(1, Queue::Poll, "X").begin(1, Queue::Poll, "X");
        QVERIFY(!ofKind(*trace.recording(), "begin")[0].contains("fn"));
    }

    void theExitIsTheLastLineEvenWhenOthersSpeakLater()
    {
        RecordingBuilder rec;
        rec.exit(3).pool(1).op(1, OpState::Done, "fs.stat").loop().out("late\n");
        const auto all = lines(*rec.recording());
        QCOMPARE(all.last()["k"].toString(), "exit");
        QCOMPARE(all.last()["code"].toInt(), 3);
        QVERIFY(all.last()["t"].toInt() >= all[all.size() - 2]["t"].toInt());
    }

    void numbersThatJsonHasNotAreNull()
    {
        RecordingBuilder rec;
        rec.metric("elu", std::numeric_limits<double>::infinity()).metric("elu", 0.1);
        const auto metrics = ofKind(*rec.recording(), "metric");
        QVERIFY(metrics[0]["value"].isNull());
        QCOMPARE(metrics[1]["value"].toDouble(), 0.1);
    }

    void idsOfAFileThatLiesReadAsNothing()
    {
        RecordingBuilder rec;
        rec.add({.id = 1, .place = 4'000'000'000u, .type = TypeId{60'000}, .kind = RecordKind::Enqueue, .detail = 200});
        rec.add({.id = 1, .place = 4'000'000'000u, .kind = RecordKind::Call});
        QCOMPARE(lines(*rec.recording()).size(), 3);
    }

    void aSinkThatTakesNoMoreEndsTheWriting()
    {
        const auto recording = longRecording(20'000);
        int calls = 0;
        QVERIFY(!JsonlWriter(*recording).write([&](std::string_view) { return ++calls < 3; }));
        QCOMPARE(calls, 3);
    }
};

QTEST_APPLESS_MAIN(JsonlWriterTest)
#include "JsonlWriterTest.moc"
