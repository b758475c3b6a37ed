#include "app/project/Lesson.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

class LessonTest : public QObject
{
    Q_OBJECT
    static void put(const QString& path, const QByteArray& bytes)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

private slots:
    void ownLessonsAreFoundInTheirOrder()
    {
        const QList<Lesson> lessons = Lesson::load(Lesson::defaultFolder());
        QVERIFY(lessons.size() >= 7);
        QCOMPARE(lessons[0].title, QString("1 4 3 2"));
        for (const Lesson& lesson : lessons) {
            QVERIFY2(QFileInfo(lesson.script).isFile(), qPrintable(lesson.script));
            QVERIFY2(!lesson.text.isEmpty() && !lesson.summary.isEmpty(), qPrintable(lesson.folder));
        }
    }

    void aLessonIsChangedInACopyOnly()
    {
        QTemporaryDir installed, work;
        put(installed.filePath("a/main.js"), "original");
        put(installed.filePath("a/lesson.md"), "text");
        const Lesson lesson = Lesson::load(installed.path())[0].inFolder(work.filePath("deep"));
        QVERIFY(lesson.makeWorkingCopy(false));
        QCOMPARE(lesson.script, work.filePath("deep/a/main.js"));
        put(lesson.script, "changed");
        QVERIFY(lesson.makeWorkingCopy(false));
        const auto bytes = [](const QString& path) {
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QCOMPARE(bytes(lesson.script), QByteArray("changed"));
        QCOMPARE(bytes(lesson.original), QByteArray("original"));
        QVERIFY(lesson.makeWorkingCopy(true));
        QCOMPARE(bytes(lesson.script), QByteArray("original"));
    }

    void knowsItsScriptInACopyOfTheFolder()
    {
        QTemporaryDir installed, copies;
        for (const QString& folder : {installed.filePath("a"), copies.filePath("a"), copies.filePath("b")}) {
            put(folder + "/main.js", "1");
            put(folder + "/lesson.json", "{}");
        }
        const Lesson lesson = Lesson::load(installed.path())[0].inFolder(copies.filePath("work"));
        for (const char* path : {"a/main.js", "work/a/main.js"}) QVERIFY2(lesson.isOf(copies.filePath(path)), path);
        for (const char* path : {"b/main.js", "a/other.js", "main.js"}) QVERIFY2(!lesson.isOf(copies.filePath(path)), path);
        QVERIFY(QFile::remove(copies.filePath("a/lesson.json")));
        QVERIFY(!lesson.isOf(copies.filePath("a/main.js"))); // some folder that has the same name
    }

    void aFolderWithoutAScriptIsNone()
    {
        QTemporaryDir folder;
        put(folder.filePath("b/lesson.json"), R"({"title": "Second", "order": 2, "entry": "x.mjs"})");
        put(folder.filePath("b/x.mjs"), "1");
        put(folder.filePath("a/main.js"), "1");
        put(folder.filePath("c/lesson.json"), "{ broken");
        const QList<Lesson> lessons = Lesson::load(folder.path());
        QCOMPARE(lessons.size(), 2);
        QCOMPARE(lessons[0].title, QString("Second"));
        QVERIFY(lessons[0].script.endsWith("b/x.mjs"));
        QCOMPARE(lessons[1].title, QString("a"));
        QVERIFY(Lesson::load(folder.filePath("absent")).isEmpty());
        QVERIFY(Lesson::load({}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(LessonTest)
#include "LessonTest.moc"
