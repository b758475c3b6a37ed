#include "app/editor/CodeEditor.h"

#include "visualizer/theme/Theme.h"

#include <QScrollBar>
#include <QTextBlock>
#include <QtTest>

using namespace loopscope;

class CodeEditorTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<CodeEditor> m_editor;

    /// Whether anything in the picture of this line has the colour.
    bool lineShows(int line, const QColor& color) const
    {
        const QImage image = m_editor->grab().toImage();
        m_editor->goTo(line);
        const QRect place = m_editor->cursorRect().translated(m_editor->viewport()->pos());
        for (int y = place.top(); y <= place.bottom(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixelColor(x, y) == color) return true;
        return false;
    }

    /// The gutter's picture with nothing but numbers and marks on its ground.
    QImage gutter() const
    {
        m_editor->grab();
        return m_editor->findChild<QWidget*>("gutter")->grab().toImage().convertToFormat(QImage::Format_RGB32);
    }
    /// Whether anything is drawn in that part of the gutter.
    static bool hasInk(const QImage& image, const QRect& part)
    {
        const QRgb ground = image.pixel(image.width() / 2, image.height() - 2);
        for (int y = part.top(); y <= part.bottom(); ++y)
            for (int x = part.left(); x <= part.right(); ++x)
                if (image.pixel(x, y) != ground) return true;
        return false;
    }

private slots:
    void init()
    {
        m_editor = std::make_unique<CodeEditor>();
        m_editor->setCodeFont(theme(ThemeId::Dark).codeFont());
        m_editor->setColors(EditorColors::from(theme(ThemeId::Dark)));
        m_editor->setFileName("a.js");
        m_editor->resize(640, 320);
        m_editor->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_editor.get()));
    }

    void aClickBesideALineAsksForABreakpoint()
    {
        m_editor->setSource("a\nb\nc\nd\n");
        QSignalSpy toggled(m_editor.get(), &CodeEditor::breakpointToggled), menu(m_editor.get(), &CodeEditor::gutterMenuRequested);
        auto* gutter = m_editor->findChild<QWidget*>("gutter");
        const int y = m_editor->cursorRect(QTextCursor(m_editor->document()->findBlockByNumber(2))).center().y();
        QTest::mouseClick(gutter, Qt::LeftButton, {}, QPoint(6, y));
        QCOMPARE(toggled.size(), 1);
        QCOMPARE(toggled[0][0].toInt(), 3);
        QTest::mouseClick(gutter, Qt::RightButton, {}, QPoint(6, y));
        QCOMPARE(menu.size(), 1);
        QTest::mouseClick(gutter, Qt::LeftButton, {}, QPoint(gutter->width() - 4, y)); // on the number: the line
        QCOMPARE(toggled.size(), 1);
        QCOMPARE(m_editor->textCursor().selectedText(), QString("c"));
    }

    void breakpointsAreDrawnApart()
    {
        m_editor->setSource("a\nb\nc\nd\ne\nf\n");
        const QImage none = gutter();
        using Kind = BreakpointMark::Kind;
        using State = BreakpointMark::State;
        QList<QImage> pictures{none};
        const BreakpointMark all[] = {{Kind::Plain, State::Set, "x"}, {Kind::Plain, State::Pending, "x"}, {Kind::Plain, State::Off, "x"}, {Kind::Plain, State::Refused, "x"},
            {Kind::Conditional, State::Set, "x"}, {Kind::Log, State::Set, "x"}};
        for (const BreakpointMark& mark : all) {
            m_editor->setBreakpoints({{2, mark}});
            pictures << gutter();
        }
        for (int i = 0; i < pictures.size(); ++i)
            for (int j = 0; j < i; ++j) QVERIFY2(pictures[i] != pictures[j], qPrintable(QString("%1 and %2 look alike").arg(i).arg(j)));
    }

    void linesThatMoveAreTold_data()
    {
        QTest::addColumn<int>("position");
        QTest::addColumn<int>("removed");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QPoint>("told"); // from which line on, by how many; 0 for nothing
        QTest::newRow("a break in the second line") << 3 << 0 << "\n" << QPoint(3, 1);
        QTest::newRow("a break before the second line") << 2 << 0 << "\n" << QPoint(2, 1);
        QTest::newRow("three lines behind the first") << 1 << 0 << "\nx\ny\nz" << QPoint(2, 3);
        QTest::newRow("two lines taken away") << 1 << 4 << "" << QPoint(2, -2);
        QTest::newRow("a letter") << 3 << 0 << "x" << QPoint(0, 0);
    }

    void linesThatMoveAreTold()
    {
        QFETCH(int, position);
        QFETCH(int, removed);
        QFETCH(QString, text);
        QFETCH(QPoint, told);
        QSignalSpy moved(m_editor.get(), &CodeEditor::linesMoved);
        m_editor->setSource("a\nb\nc\nd\n");
        QCOMPARE(moved.size(), 0);
        QTextCursor cursor(m_editor->document());
        cursor.setPosition(position);
        cursor.setPosition(position + removed, QTextCursor::KeepAnchor);
        cursor.insertText(text);
        QCOMPARE(moved.isEmpty() ? QPoint(0, 0) : QPoint(moved[0][0].toInt(), moved[0][1].toInt()), told);
        moved.clear();
        m_editor->replaceSource("a\n"); // read from the disk again
        QCOMPARE(moved.size(), 0);
    }

    void theGutterEndsWhereTheScrollBarBegins()
    {
        QString text;
        for (int i = 0; i < 300; ++i) text += QString("let wide = 1; ").repeated(20) + '\n';
        m_editor->setSource(text);
        QTRY_VERIFY(m_editor->horizontalScrollBar()->isVisible());
        const QWidget* gutter = m_editor->findChild<QWidget*>("gutter");
        const auto placeOf = [this](const QWidget* widget) { return QRect(widget->mapTo(m_editor.get(), QPoint()), widget->size()); };
        QTRY_VERIFY(!placeOf(gutter).intersects(placeOf(m_editor->horizontalScrollBar())));
        QCOMPARE(placeOf(gutter).bottom(), placeOf(m_editor->viewport()).bottom());
        m_editor->goTo(300);
        QVERIFY(m_editor->viewport()->rect().contains(m_editor->cursorRect())); // the last line is seen whole
        m_editor->setSource("short");
        QTRY_COMPARE(placeOf(gutter).height(), m_editor->height());
    }

    void theLastNumberStandsBesideItsLine()
    {
        m_editor->setSource("1\n2");
        const QImage image = gutter();
        const auto inkTop = [&](int line) {
            m_editor->goTo(line);
            const QRect place = m_editor->cursorRect();
            int y = place.top();
            while (y < place.bottom() && !hasInk(image, {0, y, image.width(), 1})) ++y;
            return y - place.top();
        };
        QCOMPARE(inkTop(2), inkTop(1));
    }

    void aCountOfRunsNeverTouchesItsNumber_data()
    {
        QTest::addColumn<int>("runs");
        for (const int runs : {1, 999, 123'456, 34'000'000}) QTest::addRow("%d", runs) << runs;
    }

    void aCountOfRunsNeverTouchesItsNumber()
    {
        QFETCH(int, runs);
        m_editor->setSource(QString("x\n").repeated(12'000));
        LineMarks marks;
        marks.runs[12'000] = runs;
        m_editor->setMarks(marks, false);
        m_editor->goTo(12'000);
        const QRect place = m_editor->cursorRect();
        const QImage image = gutter();
        int widest = 0, blank = 0;
        bool inked = false;
        for (int x = 0; x < image.width() - 8; ++x) { // behind the number is a margin
            const bool ink = hasInk(image, {x, place.top(), 1, place.height()});
            if (ink && inked) widest = std::max(widest, blank);
            blank = ink ? 0 : blank + 1;
            inked = inked || ink;
        }
        QVERIFY2(widest >= 5, qPrintable(QString::number(widest)));
    }

    void typingIndents()
    {
        QTest::keyClicks(m_editor.get(), "if (a) {");
        QTest::keyClick(m_editor.get(), Qt::Key_Return);
        QTest::keyClicks(m_editor.get(), "b();");
        QTest::keyClick(m_editor.get(), Qt::Key_Return);
        QTest::keyClicks(m_editor.get(), "}");
        QCOMPARE(m_editor->toPlainText(), QString("if (a) {\n  b();\n}"));
    }

    void tabIndentsAndShiftTabTakesBack()
    {
        m_editor->setSource("a\nb");
        m_editor->selectAll();
        QTest::keyClick(m_editor.get(), Qt::Key_Tab);
        QCOMPARE(m_editor->toPlainText(), QString("  a\n  b"));
        QTest::keyClick(m_editor.get(), Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(m_editor->toPlainText(), QString("a\nb"));
        QTest::keyClick(m_editor.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->toPlainText(), QString("  a\n  b"));
    }

    void homeStopsAtTheFirstCharacter()
    {
        m_editor->setSource("    abc");
        m_editor->goTo(1, 7);
        QTest::keyClick(m_editor.get(), Qt::Key_Home);
        QCOMPARE(m_editor->currentColumn(), 5);
        QTest::keyClick(m_editor.get(), Qt::Key_Home);
        QCOMPARE(m_editor->currentColumn(), 1);
    }

    void goesToTheMatchingBracketButNotIntoStrings()
    {
        m_editor->setSource("f('(', [1, 2])");
        QCoreApplication::processEvents(); // the highlighter
        m_editor->goTo(1, 2);
        m_editor->goToMatchingBracket();
        QCOMPARE(m_editor->currentColumn(), 14);
    }

    void coloursEachLanguageByItsName_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"a.js", "a.mjs", "a.cjs", "a.ts", ""}) QTest::newRow(name) << QString(name);
    }
    void coloursEachLanguageByItsName()
    {
        QFETCH(QString, name);
        m_editor->setFileName(name);
        m_editor->setSource("function f() { return 'text'; }");
        QCoreApplication::processEvents();
        QVERIFY(lineShows(1, theme(ThemeId::Dark).code.keyword));
        QVERIFY(lineShows(1, theme(ThemeId::Dark).code.string));
    }

    void runningLineIsShownInItsColourAndInWords()
    {
        m_editor->setSource("a();\nb();\nc();\n");
        LineMarks marks;
        marks.running = RunningLine{2, QColor(0x11, 0xEE, 0x77), "timer callback"};
        m_editor->setMarks(marks, true);
        QVERIFY(lineShows(2, marks.running->color));
        m_editor->setMarks({}, true);
        QVERIFY(!lineShows(2, marks.running->color));
    }

    void runningLineComesIntoView()
    {
        m_editor->setSource(QString("x();\n").repeated(1000));
        LineMarks marks;
        marks.running = RunningLine{700, Qt::red, "main"};
        m_editor->setMarks(marks, true);
        const QTextBlock top = m_editor->cursorForPosition(QPoint(2, 2)).block();
        QVERIFY2(top.blockNumber() < 699 && top.blockNumber() > 660, qPrintable(QString::number(top.blockNumber())));
    }

    void reloadingKeepsThePlace()
    {
        m_editor->setSource(QString("x();\n").repeated(300));
        m_editor->goTo(200, 3);
        m_editor->replaceSource(QString("y();\n").repeated(300));
        QCOMPARE(m_editor->currentLine(), 200);
        QTest::keyClick(m_editor.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_editor->toPlainText().startsWith("x"));
    }
};

QTEST_MAIN(CodeEditorTest)
#include "CodeEditorTest.moc"
