#include "runtime/events/Dictionary.h"

#include <QtTest>

using namespace loopscope;

class DictionaryTest : public QObject
{
    Q_OBJECT
private slots:
    void equalTextsHaveOneId()
    {
        Dictionary d;
        const TextId a = d.intern("poll");
        QCOMPARE(d.intern(std::string("po") + "ll"), a);
        QVERIFY(d.add("poll") != a);
        QCOMPARE(d.text(a), std::string_view("poll"));
        QCOMPARE(d.intern(""), TextId::None);
    }

    void unknownIdsReadAsEmpty()
    {
        const Dictionary d;
        QCOMPARE(d.text(TextId{77}), std::string_view());
        QCOMPARE(d.site(SiteId{77}).line, 0u);
        QCOMPARE(d.type(TypeId{77}), std::string_view());
        QVERIFY(d.frames(StackId{77}).empty());
    }

    void sitesThatDifferInOneFieldAreTwo()
    {
        Dictionary d;
        const Site site{d.intern("f"), d.intern("a.js"), 3, 5};
        Site other = site;
        other.column = 6;
        QCOMPARE(d.intern(site), d.intern(site));
        QVERIFY(d.intern(site) != d.intern(other));
        QCOMPARE(d.site(d.intern(other)).column, 6u);
    }

    void stacksShareTheirOuterFrames()
    {
        Dictionary d;
        const SiteId outer = d.intern(Site{d.intern("main"), d.intern("a.js"), 1, 1});
        const SiteId inner = d.intern(Site{d.intern("f"), d.intern("a.js"), 2, 1});
        const StackId base = d.intern(StackNode{outer, StackId::None});
        const StackId top = d.intern(StackNode{inner, base});
        QCOMPARE(d.intern(StackNode{inner, base}), top);
        QCOMPARE(d.frames(top), (std::vector{inner, outer}));
    }

    void typesAreBounded()
    {
        Dictionary d;
        for (int i = 0; i < 70'000; ++i) d.internType(std::to_string(i));
        QCOMPARE(d.type(d.internType("one more")), std::string_view("other"));
        QCOMPARE(d.type(d.internType("0")), std::string_view("0"));
    }
};

QTEST_APPLESS_MAIN(DictionaryTest)
#include "DictionaryTest.moc"
