#include "runtime/stream/HtmlWriter.h"
#include "tests/support/RecordingBuilder.h"
#include "tests/support/SampleRecordings.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

class HtmlWriterTest : public QObject
{
    Q_OBJECT

    static QByteArray page(const Recording& recording) { return QByteArray::fromStdString(htmlPage(recording)); }

    /// What stands between the tags of the recording's element, as the browser finds it.
    static QByteArray dataIn(const QByteArray& html)
    {
        const QByteArray begin = "<script type=\"application/json\" id=\"recording\">";
        const qsizetype from = html.indexOf(begin) + begin.size();
        return html.sliced(from, html.indexOf("</script", from) - from);
    }

    static QJsonObject recordingIn(const QByteArray& html) { return QJsonDocument::fromJson(dataIn(html)).object(); }

    static void put(const QString& path, const QByteArray& text)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) file.write(text);
    }

private slots:
    void holdsEveryRecordInColumns()
    {
        const auto recording = recordingOfEveryKind();
        const QJsonObject data = recordingIn(page(*recording));
        const QJsonObject columns = data["records"].toObject();
        QVERIFY(!columns.isEmpty());
        for (const QString& column : columns.keys()) QCOMPARE(columns[column].toArray().size(), qsizetype(recording->size()));
        double time = 0;
        for (std::uint64_t i = 0; i < recording->size(); ++i) {
            const Record& record = recording->at(i);
            time += columns["time"].toArray()[qsizetype(i)].toDouble();
            QCOMPARE(time, double(record.time));
            QCOMPARE(columns["kind"].toArray()[qsizetype(i)].toInt(), int(record.kind));
            const QString type = data["types"].toArray()[columns["type"].toArray()[qsizetype(i)].toInt()].toString();
            QCOMPARE(type.toStdString(), std::string(recording->dictionary().type(record.type)));
        }
        QCOMPARE(data["threads"].toArray().size(), qsizetype(recording->threads().size()));
    }

    void noTextCanEndThePage()
    {
        QTemporaryDir folder;
        const QByteArray hostile = "// </script><script>alert(1)</script> <!-- \xE2\x80\xA8 ]]> & \"\\\nlet a = 1;\n";
        put(folder.filePath("a.js"), hostile);
        RecordingBuilder r;
        RunInfo info = r.recording()->info();
        info.script = folder.filePath("a.js").toStdString();
        r.recording()->setInfo(info);
        r.phase(Phase::Main).call((folder.filePath("a.js") + ":2:1").toStdString()).out("</script><img src=x onerror=alert(1)><!--\n").exit();
        const QByteArray html = page(*r.recording());
        const QByteArray data = dataIn(html);
        for (const char sign : {'<', '>', '&'}) QVERIFY2(!data.contains(sign), data);
        QVERIFY(!data.contains("\xE2\x80\xA8"));
        QCOMPARE(html.count("</script>"), 2); // the recording's and the player's
        const QJsonArray sources = recordingIn(html)["sources"].toArray();
        QCOMPARE(sources.size(), 1);
        QCOMPARE(sources[0].toArray()[1].toString().toUtf8(), hostile);
        bool isThere = false;
        for (const QJsonValue& text : recordingIn(html)["texts"].toArray()) isThere |= text.toString().startsWith("</script><img");
        QVERIFY(isThere);
    }

    void namesNoPlaceOutsideOfThePage()
    {
        const QByteArray html = page(*recordingOf1432());
        QVERIFY(html.startsWith("<!doctype html>"));
        QVERIFY(html.contains("default-src 'none'"));
        for (const char* attribute : {" src=\"http", " href=\"http", "url(http", "@import", " src=\"//"}) QVERIFY2(!html.contains(attribute), attribute);
        QVERIFY(!html.contains("@script@") && !html.contains("@recording@") && !html.contains("@title@"));
    }

    /// The script and the style are the ones that the policy lets run.
    void thePolicyFitsThePage()
    {
        const QByteArray html = page(*recordingOf1432());
        const auto hashOf = [](const QByteArray& text) { return "'sha256-" + QCryptographicHash::hash(text, QCryptographicHash::Sha256).toBase64() + "'"; };
        const auto between = [&](const QByteArray& begin, const QByteArray& end) {
            const qsizetype from = html.indexOf(begin) + begin.size();
            return html.sliced(from, html.indexOf(end, from) - from);
        };
        QVERIFY(html.contains("script-src " + hashOf(between("<script type=\"module\">", "</script>"))));
        QVERIFY(html.contains("style-src " + hashOf(between("<style>", "</style>"))));
    }

    void onlyTheUsersOwnFilesNearTheScriptGoIn()
    {
        QTemporaryDir folder, elsewhere;
        const QString script = folder.filePath("app/main.js"), module = folder.filePath("app/lib/x.js");
        const QString package = folder.filePath("app/node_modules/p/i.js"), other = elsewhere.filePath("secret.js"), above = folder.filePath("up.js");
        for (const QString& path : {script, module, package, other, above}) put(path, "// " + path.toUtf8());
        RecordingBuilder r;
        RunInfo info = r.recording()->info();
        info.script = script.toStdString();
        r.recording()->setInfo(info);
        r.phase(Phase::Main);
        for (const QString& path : {script, module, package, other, above}) r.call((path + ":1:1").toStdString());
        const QJsonObject data = recordingIn(page(*r.recording()));
        QStringList names;
        for (const QJsonValue& source : data["sources"].toArray()) names << data["scripts"].toArray()[source.toArray()[0].toInt()].toString();
        names.sort();
        QCOMPARE(names, (QStringList{"lib/x.js", "main.js"}));
    }

    void aLongRecordingIsRefusedBeforeAnythingIsWritten()
    {
        RecordingBuilder r;
        const auto site = static_cast<std::uint32_t>(r.site("f@a.js:1:1"));
        for (std::uint64_t i = 0; i <= HtmlWriter::kMostRecords; ++i) r.add({.place = site, .kind = RecordKind::Call});
        QVERIFY(HtmlWriter::refusal(*r.recording()).find("200001 events") != std::string::npos);
        bool called = false;
        QVERIFY(!HtmlWriter(*r.recording()).write([&](std::string_view) { return called = true; }));
        QVERIFY(!called);
        QCOMPARE(HtmlWriter::refusal(*recordingOf1432()), std::string());
    }

    void theSameRecordingGivesTheSamePage() { QCOMPARE(page(*recordingOfEveryKind()), page(*recordingOfEveryKind())); }
};

QTEST_APPLESS_MAIN(HtmlWriterTest)
#include "HtmlWriterTest.moc"
