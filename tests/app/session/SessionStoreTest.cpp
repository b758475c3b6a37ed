#include "app/session/SessionStore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

class SessionStoreTest : public QObject
{
    Q_OBJECT
private slots:
    void givesBackWhatItTook()
    {
        QTemporaryDir folder;
        SessionState state;
        state.files = {{"/tmp/a.js", true, QString::fromUtf8("let \xC3\xA4;\n"), 3, 4, 2}, {"", true, "", 1, 1, 0}, {"/tmp/b.js", false, "", 7, 1, 0}};
        state.currentFile = 1;
        state.geometry = QByteArray("\0\1\xff", 3);
        state.theme = "contrast";
        state.history = QStringList{"one", "two"};
        state.bookmarks = {{12, 3456, "here"}, {40, 9000, {}}};
        state.keepLast = 1000;
        state.presentation = true;
        SessionStore store(folder.filePath("deep/er"), [&] { return state; });
        store.storeNow();
        QCOMPARE(store.load(), state);
    }

    void storesSoonAfterAChangeEvenIfChangesGoOn()
    {
        QTemporaryDir folder;
        int taken = 0;
        SessionStore store(folder.path(), [&] {
            SessionState state;
            state.zoom = ++taken;
            return state;
        });
        QTimer typing;
        connect(&typing, &QTimer::timeout, &store, &SessionStore::noteChange);
        typing.start(10);
        QTRY_VERIFY(taken >= 2);
        QTRY_VERIFY(store.load().zoom >= 2);
    }

    void aDamagedSessionIsAnEmptyOne()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("session.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"files\": [1, {\"path\": 7}], \"theme\": ");
        file.close();
        SessionStore store(folder.path(), [] { return SessionState(); });
        QCOMPARE(store.load(), SessionState());
    }

    void saysOnceThatItCannotStore()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("notafolder"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        int zoom = 0;
        SessionStore store(folder.filePath("notafolder"), [&] {
            SessionState state;
            state.zoom = ++zoom;
            return state;
        });
        QSignalSpy problems(&store, &SessionStore::problem);
        store.storeNow();
        store.storeNow();
        QCOMPARE(problems.size(), 1);
    }
};

QTEST_GUILESS_MAIN(SessionStoreTest)
#include "SessionStoreTest.moc"
