#include "app/editor/TextFile.h"
#include "tests/app/support/TestFolder.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

class TextFileTest : public QObject
{
    Q_OBJECT
    TestFolder m_folder;

    QString put(const QString& name, const QByteArray& bytes) const { return m_folder.put(name, bytes); }

private slots:
    void keepsLineEndsAndByteOrderMark_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("unix") << QByteArray("let a = 1;\nlet b = '\xC3\xA4';\n");
        QTest::newRow("windows") << QByteArray("a\r\nb\r\n");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF" "a\n");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no last line end") << QByteArray("a\nb");
        QTest::newRow("mixed line ends") << QByteArray("a\r\nb\nc\r\n");
    }
    void keepsLineEndsAndByteOrderMark()
    {
        QFETCH(QByteArray, bytes);
        const TextFile::ReadResult read = TextFile::read(put("kept.js", bytes));
        QCOMPARE(read.problem, QString());
        QCOMPARE(read.file.write(m_folder.filePath("again.js")), QString());
        QCOMPARE(bytesOf(m_folder.filePath("again.js")), bytes);
    }

    void windowsTextHasPlainLineEndsInside()
    {
        QCOMPARE(TextFile::read(put("w.js", "a\r\nb\r\n")).file.text, QString("a\nb\n"));
    }

    void saysWhyAFileCannotBeEdited()
    {
        const auto says = [](const QString& path, const char* words) {
            const QString sentence = TextFile::read(path).problem;
            return sentence.contains(QFileInfo(path).fileName()) && sentence.contains(QLatin1String(words));
        };
        QVERIFY(says(put("binary.node", QByteArray("\x7F" "ELF\0\1\2", 7)), "not text"));
        QVERIFY(says(put("latin1.js", "caf\xE9\n"), "UTF-8"));
        QVERIFY(says(m_folder.filePath("absent.js"), "Cannot open"));
        QVERIFY(says(m_folder.path(), "folder"));
        QFile large(m_folder.filePath("large.js"));
        QVERIFY(large.open(QIODevice::WriteOnly));
        QVERIFY(large.resize(TextFile::kLimit + 1));
        QVERIFY(says(large.fileName(), "too large"));
    }

    void aFailedSaveLeavesTheOldFile()
    {
        TextFile file;
        file.text = "new";
        QVERIFY(file.write(m_folder.filePath("no/such/folder/x.js")).contains("Cannot save"));
    }

    void savesThroughALinkAndKeepsPermissions()
    {
        const QString target = put("target.js", "old");
        QFile::setPermissions(target, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const QString link = m_folder.filePath("link.js");
        QVERIFY(QFile::link(target, link));
        TextFile file;
        file.text = "new";
        QCOMPARE(file.write(link), QString());
        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(bytesOf(target), QByteArray("new"));
        QVERIFY(QFileInfo(target).isExecutable());
    }
};

QTEST_GUILESS_MAIN(TextFileTest)
#include "TextFileTest.moc"
