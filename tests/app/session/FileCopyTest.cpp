#include "app/session/FileCopy.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace loopscope;

class FileCopyTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;

    QByteArray content(const QString& name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
    }
    void put(const QString& name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }

private slots:
    void aFileOfSeveralPiecesIsCopiedWhole()
    {
        const QByteArray text = QByteArray("0123456789abcdef").repeated(200000); // 3.2 MB
        put("a", text);
        put("b", "what was there before");
        QCOMPARE(copyFile(m_folder.filePath("a"), m_folder.filePath("b")), QString());
        QVERIFY(content("b") == text);
    }

    void anEmptyFileIsCopiedToo()
    {
        put("empty", {});
        QCOMPARE(copyFile(m_folder.filePath("empty"), m_folder.filePath("c")), QString());
        QCOMPARE(content("c"), QByteArray());
    }

    void whatCannotBeDoneIsToldAndChangesNothing()
    {
        put("kept", "kept");
        QVERIFY(copyFile(m_folder.filePath("missing"), m_folder.filePath("kept")).contains("missing: "));
        QCOMPARE(content("kept"), "kept");
        QVERIFY(copyFile(m_folder.filePath("kept"), m_folder.filePath("no/such/folder")).contains("no/such/folder: "));
    }
};

QTEST_GUILESS_MAIN(FileCopyTest)
#include "FileCopyTest.moc"
