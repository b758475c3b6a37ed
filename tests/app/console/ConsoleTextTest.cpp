#include "app/console/ConsoleText.h"

#include <QtTest>

#include <random>

using namespace loopscope;

class ConsoleTextTest : public QObject
{
    Q_OBJECT

    static QString lines(const ConsoleText& text)
    {
        QStringList all;
        for (std::size_t i = text.firstLine(); i < text.lineEnd(); ++i) all << text.line(i).text();
        return all.join(u'|');
    }
    static QString shown(std::initializer_list<const char*> pieces)
    {
        ConsoleText text;
        for (const char* piece : pieces) text.append(piece, false);
        return lines(text);
    }

private slots:
    void readsWhatTerminalsRead()
    {
        QCOMPARE(shown({"a\nb"}), QString("a|b"));
        QCOMPARE(shown({"10%\r20%\r100%\n"}), QString("100%|"));
        QCOMPARE(shown({"abcdef\rxy"}), QString("xycdef"));
        QCOMPARE(shown({"abc\b\bX"}), QString("aXc"));
        QCOMPARE(shown({"abc\r\x1b[K", "d"}), QString("d"));
        QCOMPARE(shown({"\x1b]0;title\x07text\x1b[?25l"}), QString("text"));
        QCOMPARE(shown({"a\r\nb\r\n"}), QString("a|b|"));
    }

    void joinsWhatWasCut()
    {
        QCOMPARE(shown({"gr\xC3", "\xBC\xC3\x9F", "e \xF0\x9F", "\x98\x80"}), QString::fromUtf8("gr\xC3\xBC\xC3\x9F" "e \xF0\x9F\x98\x80"));
        QCOMPARE(shown({"a\x1b", "[3", "1mb\x1b[0", "mc"}), QString("abc"));
    }

    void keepsColoursOfEachStream()
    {
        ConsoleText text;
        text.append("\x1b[31mred", false);
        text.append("plain", true);
        text.append("still\x1b[1;38;2;1;2;3mrgb\x1b[0m", false);
        const auto& spans = text.line(0).spans;
        QCOMPARE(spans.size(), std::size_t(4));
        QCOMPARE(spans[0].style.foreground, 1);
        QVERIFY(spans[1].isError && spans[1].style == AnsiStyle());
        QCOMPARE(spans[2].style.foreground, 1);
        QCOMPARE(spans[3].style.foreground, 0x1010203);
        QVERIFY(spans[3].style.bold);
    }

    /// The state after n pieces is the same whatever way it was reached.
    void windingBackIsTheSameAsStartingAnew()
    {
        std::mt19937 random(7);
        const std::vector<std::string> words{"word ", "line\n", "\r", "\x1b[3", "2m", "\x1b[0m", "\xC3", "\xA4", "\n", "over\rwritten", "\b", "\x1b[K"};
        std::vector<std::string> pieces;
        for (int i = 0; i < 3000; ++i) pieces.push_back(words[random() % words.size()]);
        const auto feed = [&](ConsoleText& text, std::size_t to) {
            while (text.pieces() < to) {
                const std::size_t i = text.pieces();
                text.append(pieces[i], i % 5 == 0);
            }
        };
        ConsoleText moved;
        for (int jump = 0; jump < 40; ++jump) {
            const std::size_t target = random() % (pieces.size() + 1);
            moved.windBack(target);
            QVERIFY(moved.pieces() <= target || target >= moved.pieces());
            feed(moved, target);
            ConsoleText fresh;
            feed(fresh, target);
            QCOMPARE(lines(moved), lines(fresh));
            QCOMPARE(moved.line(moved.lineEnd() - 1), fresh.line(fresh.lineEnd() - 1));
        }
    }

    void keepsTheNewestLinesOnly()
    {
        ConsoleText text;
        for (int i = 0; i < 1200; ++i) {
            std::string piece;
            for (int line = 0; line < 100; ++line) piece += std::to_string(i * 100 + line) + "\n";
            text.append(piece, false);
        }
        QCOMPARE(text.lineEnd() - text.firstLine(), ConsoleText::kMaxLines);
        QCOMPARE(text.line(text.lineEnd() - 2).text(), QString("119999"));
        text.windBack(500);
        while (text.pieces() < 500) text.append("x\n", false);
        QVERIFY(text.firstLine() <= text.lineEnd());
        QVERIFY(text.lineEnd() <= 50'100);
    }

    void restartsAsNew()
    {
        ConsoleText text;
        for (int i = 0; i < 500; ++i) text.append("\x1b[31mline\n", false);
        text.restart();
        QCOMPARE(text.lineEnd(), std::size_t(1));
        QCOMPARE(text.pieces(), std::size_t(0));
        text.append("plain", false);
        QCOMPARE(lines(text), QString("plain"));
        QVERIFY(text.line(0).spans[0].style == AnsiStyle());
        QCOMPARE(text.takeChangedFrom(), std::size_t(0));
        int steps = 0;
        while (text.freeSome()) ++steps;
        QVERIFY2(steps > 5, qPrintable(QString::number(steps))); // not all at once
        QCOMPARE(lines(text), QString("plain"));
    }

    void aLineWithoutEndIsBrokenAndItsMemoryBounded()
    {
        ConsoleText text;
        const std::string million(1'000'000, 'x');
        text.append(million, false);
        QCOMPARE(text.lineEnd(), std::size_t(1'000'000 / ConsoleText::kMaxLength));
        for (std::size_t i = 0; i < text.lineEnd(); ++i) QCOMPARE(text.line(i).text().size(), ConsoleText::kMaxLength);
        QVERIFY(text.line(0).goesOn && !text.line(text.lineEnd() - 1).goesOn);
        for (int i = 0; i < 99; ++i) text.append(million, false);
        const auto kept = qsizetype(text.lineEnd() - text.firstLine()) * ConsoleText::kMaxLength;
        QVERIFY2(kept <= ConsoleText::kMaxCharacters + 2 * ConsoleText::kMaxLength && kept > ConsoleText::kMaxCharacters / 2, qPrintable(QString::number(kept)));
        text.windBack(50); // and what it reckons with stays right
        while (text.pieces() < 100) text.append(million, false);
        QCOMPARE(qsizetype(text.lineEnd() - text.firstLine()) * ConsoleText::kMaxLength, kept);
    }

    void aCharacterOfTwoHalvesIsNotBroken()
    {
        ConsoleText text;
        text.append(std::string(std::size_t(ConsoleText::kMaxLength) - 1, 'x') + "\xF0\x9F\x98\x80" + "end", false);
        QVERIFY(text.line(0).text().endsWith(QString::fromUtf8("\xF0\x9F\x98\x80")));
        QCOMPARE(text.line(1).text(), QString("end"));
    }

    void tellsWhatChanged()
    {
        ConsoleText text;
        text.takeChangedFrom();
        text.append("a\nb\n", false);
        QCOMPARE(text.takeChangedFrom(), std::size_t(0));
        QCOMPARE(text.takeChangedFrom(), text.lineEnd());
        text.append("c", false);
        QCOMPARE(text.takeChangedFrom(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(ConsoleTextTest)
#include "ConsoleTextTest.moc"
