#include "app/shell/FuzzyMatch.h"

#include <QtTest>

using namespace loopscope;

class FuzzyMatchTest : public QObject
{
    Q_OBJECT
private slots:
    void lettersStandInOrder()
    {
        QVERIFY(fuzzyMatch("rst", "Run: Restart"));
        QVERIFY(!fuzzyMatch("tsr", "Run: Restart"));
        QVERIFY(!fuzzyMatch("restartx", "Run: Restart"));
        QVERIFY(fuzzyMatch("", "anything"));
    }
    void startsOfWordsAndRunsOfLettersWin()
    {
        QVERIFY(fuzzyMatch("stop", "Run: Stop").score > fuzzyMatch("stop", "Edit: Set to proper").score);
        QVERIFY(fuzzyMatch("main", "main.js").score > fuzzyMatch("main", "lib/domain.js").score);
    }
    void tellsWhichLetters()
    {
        QCOMPARE(fuzzyMatch("rr", "Run: Restart").positions, (std::vector<int>{0, 5}));
    }
};

QTEST_APPLESS_MAIN(FuzzyMatchTest)
#include "FuzzyMatchTest.moc"
