#include "visualizer/theme/Contrast.h"
#include "visualizer/theme/Theme.h"

#include <QtTest>

using namespace loopscope;

namespace {

struct Named {
    const char* name;
    QColor color;
};

std::vector<Named> surfaces(const Theme& t)
{
    return {{"window", t.window},   {"panel", t.panel}, {"raised", t.raised},           {"overlay", t.overlay},
            {"editor", t.editor},   {"hover", t.hover}, {"currentLine", t.currentLine}, {"selection", t.selection}};
}

std::vector<Named> grounds(const Theme& t)
{
    return {{"window", t.window}, {"panel", t.panel}, {"raised", t.raised}, {"overlay", t.overlay}};
}

double wanted(const Theme& t)
{
    return t.id == ThemeId::Contrast ? 7 : 4.5;
}

/// What cannot be read, one line each; empty is good.
QString unreadable(const std::vector<Named>& inks, const std::vector<Named>& papers, double least)
{
    QString lines;
    for (const Named& ink : inks)
        for (const Named& paper : papers)
            if (const double ratio = contrastRatio(ink.color, paper.color); ratio < least)
                lines += QStringLiteral("%1 on %2: %3\n").arg(ink.name, paper.name).arg(ratio, 0, 'f', 2);
    return lines;
}

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT
private slots:
    void contrastIsMeasuredAsWcagSays()
    {
        QVERIFY(qAbs(contrastRatio(Qt::black, Qt::white) - 21) < 0.001);
        QVERIFY(qAbs(contrastRatio(QColor("#777777"), Qt::white) - 4.48) < 0.01);
        QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
    }

    void themes_data()
    {
        QTest::addColumn<int>("id");
        for (const ThemeId id : {ThemeId::Dark, ThemeId::Light, ThemeId::Contrast})
            QTest::newRow(qPrintable(name(id))) << static_cast<int>(id);
    }

    void textIsReadable_data() { themes_data(); }
    void textIsReadable()
    {
        QFETCH(int, id);
        const Theme t = theme(static_cast<ThemeId>(id));
        QCOMPARE(unreadable({{"text", t.text}, {"textMuted", t.textMuted}}, surfaces(t), wanted(t)), QString());
        QCOMPARE(unreadable({{"textFaint", t.textFaint}, {"accent", t.accent}, {"error", t.error}, {"warning", t.warning},
                             {"ok", t.ok}},
                            grounds(t), wanted(t)),
                 QString());
        QCOMPARE(unreadable({{"textOnAccent", t.textOnAccent}}, {{"accent", t.accent}, {"hover", t.accentHover}}, wanted(t)),
                 QString());
    }

    void huesAreReadable_data() { themes_data(); }
    void huesAreReadable()
    {
        QFETCH(int, id);
        const Theme t = theme(static_cast<ThemeId>(id));
        for (int i = 0; i < kHueCount; ++i) {
            const Hue hue = static_cast<Hue>(i);
            const QByteArray label(name(hue).data(), static_cast<qsizetype>(name(hue).size()));
            QCOMPARE(unreadable({{label.data(), t.hue(hue)}}, grounds(t), wanted(t)), QString());
            QCOMPARE(unreadable({{"text", t.text}}, {{label.data(), t.tint(hue)}}, wanted(t)), QString());
            QCOMPARE(unreadable({{"on", t.on(t.hue(hue))}}, {{label.data(), t.hue(hue)}}, 4.5), QString());
        }
    }

    void tokensAreReadable_data() { themes_data(); }
    void tokensAreReadable()
    {
        QFETCH(int, id);
        const Theme t = theme(static_cast<ThemeId>(id));
        for (int i = 0; i < kHueCount; ++i)
            for (const auto state : {Theme::TokenState::Waiting, Theme::TokenState::Passed, Theme::TokenState::Lit}) {
                const QByteArray label = QByteArray(name(static_cast<Hue>(i)).data()) + ' ' + QByteArray::number(static_cast<int>(state));
                QCOMPARE(unreadable({{"text", t.text}, {"quiet", t.tokenQuiet()}}, {{label.data(), t.tokenGround(static_cast<Hue>(i), state)}}, wanted(t)),
                         QString());
            }
    }

    void codeIsReadable_data() { themes_data(); }
    void codeIsReadable()
    {
        QFETCH(int, id);
        const Theme t = theme(static_cast<ThemeId>(id));
        const Theme::Code& c = t.code;
        QCOMPARE(unreadable({{"keyword", c.keyword}, {"string", c.string}, {"number", c.number}, {"comment", c.comment},
                             {"function", c.function}, {"type", c.type}, {"variable", c.variable},
                             {"punctuation", c.punctuation}, {"regexp", c.regexp}},
                            {{"editor", t.editor}, {"currentLine", t.currentLine}}, wanted(t)),
                 QString());
    }

    void linesThatMeanSomethingAreSeen_data() { themes_data(); }
    void linesThatMeanSomethingAreSeen()
    {
        QFETCH(int, id);
        const Theme t = theme(static_cast<ThemeId>(id));
        QCOMPARE(unreadable({{"focus", t.focus}, {"accent", t.accent}}, surfaces(t), 3), QString());
    }

    void huesDiffer_data() { themes_data(); }
    void huesDiffer()
    {
        QFETCH(int, id);
        const Theme t = theme(static_cast<ThemeId>(id));
        for (int a = 0; a < kHueCount; ++a)
            for (int b = a + 1; b < kHueCount; ++b)
                QVERIFY2(t.hues[static_cast<std::size_t>(a)] != t.hues[static_cast<std::size_t>(b)],
                         name(static_cast<Hue>(a)).data());
    }

    void kindsOfMicrotaskAreToldApart()
    {
        QCOMPARE(hueOf(Queue::Microtask, "await"), Hue::Await);
        QCOMPARE(hueOf(Queue::Microtask, "thenable"), Hue::Thenable);
        QCOMPARE(hueOf(Queue::Microtask, "queueMicrotask"), Hue::QueueMicrotask);
        QCOMPARE(hueOf(Queue::Microtask, "reaction"), Hue::Reaction);
        QCOMPARE(hueOf(Queue::NextTick, "TickObject"), Hue::NextTick);
    }

    void networkIsNotThePool()
    {
        QCOMPARE(hueOfOperation("fs.stat"), Hue::Pool);
        QCOMPARE(hueOfOperation("dns.lookup"), Hue::Pool);
        QCOMPARE(hueOfOperation("dns.resolve4"), Hue::Poll);
        QCOMPARE(hueOfOperation("tcp.connect"), Hue::Poll);
    }

    void oneFactorScalesTypeAndSpacing()
    {
        const Theme t = theme(ThemeId::Dark).scaled(1.5);
        QCOMPARE(t.space(Space::L), 24);
        QCOMPARE(t.font(TextSize::Small).pixelSize(), 18);
        QCOMPARE(t.codeFont(TextSize::Small).pixelSize(), 18);
    }
};

QTEST_MAIN(ThemeTest)
#include "ThemeTest.moc"
