#include "visualizer/theme/Icon.h"
#include "visualizer/theme/StyleImages.h"
#include "visualizer/theme/StyleSheet.h"
#include "visualizer/theme/ThemeManager.h"

#include <QtTest>
#include <QtWidgets>

using namespace loopscope;

class ThemeManagerTest : public QObject
{
    Q_OBJECT
private slots:
    void tellsOfAChangeOnce()
    {
        ThemeManager themes;
        themes.setChoice(ThemeChoice::Dark);
        QSignalSpy spy(&themes, &ThemeManager::changed);
        themes.setChoice(ThemeChoice::Light);
        themes.setChoice(ThemeChoice::Light);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(themes.theme().id, ThemeId::Light);
    }

    void scaleOutlivesAChangeOfTheme()
    {
        ThemeManager themes;
        themes.setScale(1.5);
        themes.setChoice(ThemeChoice::Contrast);
        QCOMPARE(themes.theme().scale, 1.5);
        QCOMPARE(themes.theme().id, ThemeId::Contrast);
    }

    void everyTokenOfTheStyleSheetIsFilledIn()
    {
        for (const ThemeId id : {ThemeId::Dark, ThemeId::Light, ThemeId::Contrast}) {
            const Theme t = theme(id);
            const QString sheet = styleSheetOf(t, StyleImages(t)).section("*/", 1);
            QVERIFY(sheet.contains(t.accent.name()));
            QVERIFY2(!sheet.contains('@'), qPrintable(sheet.section('@', 1).left(30)));
            QVERIFY(!sheet.contains(": ;"));
            QVERIFY(!sheet.contains("url(\"\")"));
        }
    }

    void iconsTakeTheColourOfTheThemeInForce()
    {
        ThemeManager themes;
        themes.setChoice(ThemeChoice::Dark);
        const QIcon run = icon(themes, "run", IconTone::Ok);
        const auto middle = [&run] { return run.pixmap(32).toImage().pixelColor(14, 16); };
        QCOMPARE(middle(), themes.theme().ok);
        themes.setChoice(ThemeChoice::Light);
        QCOMPARE(middle(), themes.theme().ok);
    }

    void everyIconDraws()
    {
        iconSvg("run", Qt::black); // brings the resources in
        const QStringList files = QDir(":/icons").entryList({"*.svg"});
        QVERIFY(files.size() > 50);
        for (const QString& file : files) {
            const QImage image = iconPixmap(QFileInfo(file).baseName(), Qt::red, 32).toImage();
            int inked = 0;
            for (int y = 0; y < 32; ++y)
                for (int x = 0; x < 32; ++x) inked += image.pixelColor(x, y).alpha() > 128;
            QVERIFY2(inked > 8, qPrintable(file));
        }
    }

    void widgetsWearIt()
    {
        ThemeManager themes;
        themes.setChoice(ThemeChoice::Light);
        themes.dressApplication();
        QCOMPARE(qApp->palette().color(QPalette::Window), themes.theme().panel);
        QMenuBar bar;
        bar.resize(200, 32);
        QCOMPARE(bar.grab().toImage().pixelColor(180, 4), themes.theme().window);
        themes.setChoice(ThemeChoice::Dark);
        QCOMPARE(bar.grab().toImage().pixelColor(180, 4), themes.theme().window);
    }
};

QTEST_MAIN(ThemeManagerTest)
#include "ThemeManagerTest.moc"
