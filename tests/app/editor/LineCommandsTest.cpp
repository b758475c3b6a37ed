#include "app/editor/LineCommands.h"

#include <QTextCursor>
#include <QTextDocument>
#include <QtTest>

using namespace loopscope;
using namespace Qt::StringLiterals;

/// Texts with their cursor: "|" is the cursor, from a left guillemet to it goes a selection.
class LineCommandsTest : public QObject
{
    Q_OBJECT

    template <class Command> static QString after(QString text, Command command)
    {
        const qsizetype anchor = text.indexOf(u'\u00ab');
        if (anchor >= 0) text.remove(anchor, 1);
        const qsizetype position = text.indexOf(u'|');
        text.remove(position, 1);
        QTextDocument document;
        document.setPlainText(text); // nothing to undo yet
        QTextCursor cursor(&document);
        cursor.setPosition(int(anchor >= 0 ? anchor : position));
        cursor.setPosition(int(position), QTextCursor::KeepAnchor);
        command(cursor);
        QString result = document.toPlainText();
        result.insert(cursor.position(), u'|');
        document.undo();
        if (document.toPlainText() != text) return "undo gave: " + document.toPlainText();
        return result;
    }
    static QString broken(const QString& text)
    {
        return after(text, [](QTextCursor& c) { breakLine(c, {}); });
    }
    static QString commented(const QString& text)
    {
        return after(text, [](QTextCursor& c) { toggleComment(c, "//"); });
    }

private slots:
    void breaksLines()
    {
        QCOMPARE(broken("  a();|"), QString("  a();\n  |"));
        QCOMPARE(broken("if (a) {|"), QString("if (a) {\n  |"));
        QCOMPARE(broken("  f({|})"), QString("  f({\n    |\n  })"));
        QCOMPARE(broken("|  a"), QString("\n|  a"));
    }

    void shiftsTouchedLinesOnly()
    {
        const auto indent = [](QTextCursor& c) { shiftLines(c, {}, 1); };
        const auto outdent = [](QTextCursor& c) { shiftLines(c, {}, -1); };
        QCOMPARE(after(u"\u00aba\nb\n|c"_s, indent), QString("  a\n  b\n|c"));
        QCOMPARE(after(u"\u00ab   a\n\tb|\nc"_s, outdent), QString(" a\nb|\nc"));
        QCOMPARE(after("a|", outdent), QString("a|"));
    }

    void togglesComments()
    {
        QCOMPARE(commented("  a|"), QString("  // a|"));
        QCOMPARE(commented("  // a|"), QString("  a|"));
        QCOMPARE(commented(u"\u00aba\n\n  b|"_s), QString("// a\n\n//   b|"));
        QCOMPARE(commented(u"\u00ab// a\nb|"_s), QString("// // a\n// b|"));
    }

    void movesDuplicatesDeletes()
    {
        QCOMPARE(after("a\nb|\nc", [](QTextCursor& c) { moveLines(c, -1); }), QString("b|\na\nc"));
        QCOMPARE(after("a\nb|\nc", [](QTextCursor& c) { moveLines(c, 1); }), QString("a\nc\nb|"));
        QCOMPARE(after("a|\nb", [](QTextCursor& c) { duplicateLines(c); }), QString("a\na|\nb"));
        QCOMPARE(after("a\nb|\nc", [](QTextCursor& c) { deleteLines(c); }), QString("a\n|c"));
        QCOMPARE(after("a\nb|", [](QTextCursor& c) { deleteLines(c); }), QString("a|"));
        QCOMPARE(after("a|", [](QTextCursor& c) { deleteLines(c); }), QString("|"));
    }

    void closingBracketGoesBackOneLevel()
    {
        const auto type = [](QTextCursor& c) { typeClosingBracket(c, u'}', {}); };
        QCOMPARE(after("if (a) {\n    |", type), QString("if (a) {\n  }|"));
        QCOMPARE(after("  f(|", type), QString("  f(}|"));
    }

    void guessesIndentation()
    {
        QCOMPARE(Indentation::guess("a\n    b\n        c\n"), (Indentation{false, 4}));
        QCOMPARE(Indentation::guess("a\n\tb\n\tc\n"), (Indentation{true, 4}));
        QCOMPARE(Indentation::guess("a\n"), (Indentation{false, 2}));
        QCOMPARE(Indentation::guess("/*\n * a\n */\nf(\n    1)\n"), (Indentation{false, 4}));
    }
};

QTEST_MAIN(LineCommandsTest)
#include "LineCommandsTest.moc"
