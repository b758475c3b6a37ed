#include "runtime/probes/KnownBuild.h"

#include "tests/runtime/probes/ProbeRun.h"

#include <QtTest>

using namespace loopscope;

// What is known of the pinned node by heart, against what its own symbols and notes say.
class KnownBuildTest : public QObject
{
    Q_OBJECT

    static QByteArray outputOf(const QString& program, const QStringList& arguments)
    {
        QProcess process;
        process.start(program, arguments);
        process.waitForFinished(60'000);
        return process.readAllStandardOutput();
    }

private slots:
    void addressesAreTheSymbols()
    {
        QHash<QByteArray, QList<quint64>> addresses; // some names are there more than once
        const QByteArray symbols = outputOf("nm", {ProbeRun::node()});
        for (const QByteArray& line : symbols.split('\n'))
            if (const auto parts = line.split(' '); parts.size() == 3) addresses[parts[2]] << parts[0].toULongLong(nullptr, 16);
        QVERIFY2(addresses.size() > 100'000, "nm printed no symbols");
        for (const KnownBuild::Symbol& symbol : KnownBuild::kSymbols) {
            const QByteArray name(symbol.name.data(), static_cast<qsizetype>(symbol.name.size()));
            QVERIFY2(addresses.value(name).contains(symbol.address), name.constData());
        }
    }

    void buildIdIsTheNotes()
    {
        const QByteArray notes = outputOf("readelf", {"--notes", ProbeRun::node()});
        QVERIFY2(notes.contains(QByteArray(KnownBuild::kId.data(), static_cast<qsizetype>(KnownBuild::kId.size()))), notes.constData());
    }

    void everyFieldIsKnown()
    {
        KnownNode known;
        for (const KnownBuild::Symbol& symbol : KnownBuild::kSymbols) {
            QCOMPARE(known.*symbol.field, std::uintptr_t{0});
            known.*symbol.field = symbol.address;
        }
        QCOMPARE(sizeof(KnownNode), std::size(KnownBuild::kSymbols) * sizeof(std::uintptr_t));
    }
};

QTEST_GUILESS_MAIN(KnownBuildTest)
#include "KnownBuildTest.moc"
