#include "tests/visualizer/timeline/SamplePrograms.h"
#include "visualizer/model/Bookmarks.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceSearch.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/timeline/TimelinePanel.h"

#include <QDir>
#include <QImage>
#include <QSet>
#include <QtTest>

using namespace loopscope;

/// Draws the panel in each theme. With LOOPSCOPE_PICTURES set to a folder the pictures are kept there, to be looked at.
class TimelinePictureTest : public QObject
{
    Q_OBJECT

    static qsizetype coloursIn(const QImage& image)
    {
        QSet<QRgb> colours;
        for (int y = 0; y < image.height(); y += 2)
            for (int x = 0; x < image.width(); x += 2) colours.insert(image.pixel(x, y));
        return colours.size();
    }

    static QImage picture(TraceView& view, const ThemeManager& themes, QSize size, const QString& name)
    {
        TimelinePanel panel(view, themes);
        panel.resize(size);
        panel.ensurePolished();
        const QImage image = panel.grab().toImage();
        if (const QString folder = qEnvironmentVariable("LOOPSCOPE_PICTURES"); !folder.isEmpty()) image.save(QDir(folder).filePath(name + ".png"));
        return image;
    }

private slots:
    void isDrawnInEveryTheme_data()
    {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("contrast") << ThemeChoice::Contrast;
    }
    void isDrawnInEveryTheme()
    {
        QFETCH(ThemeChoice, theme);
        const QString tag = QTest::currentDataTag();
        ThemeManager themes;
        themes.dressApplication();
        themes.setChoice(theme);
        TraceView view;
        const QImage empty = picture(view, themes, {1280, 220}, "empty-" + tag);

        view.setRecording(smallProgram().recording());
        view.setCursorTime(5'300'000);
        QVERIFY(coloursIn(picture(view, themes, {1280, 220}, "small-" + tag)) > coloursIn(empty));
        view.setHighlighted(5);
        picture(view, themes, {1280, 260}, "small-lit-" + tag);
        view.setHighlighted(0);
        view.setSelection(TimeRange{2'400'000, 4'900'000});
        picture(view, themes, {1920, 260}, "small-wide-" + tag);

        // What the user looks for and has marked.
        const QImage plain = picture(view, themes, {1046, 220}, "selected-" + tag);
        view.search().setText(QString::fromUtf8("timeout"));
        view.search().goToNext();
        view.bookmarks().put({view.cursor(), 3'700'000, "look here"});
        QVERIFY(picture(view, themes, {1046, 220}, "found-" + tag) != plain);

        view.setRecording(crowdedProgram(900).recording());
        view.setCursorTime(60'000'000);
        QVERIFY(coloursIn(picture(view, themes, {1280, 220}, "crowded-" + tag)) > coloursIn(empty));
        picture(view, themes, {1920, 420}, "crowded-wide-" + tag);
        view.setVisible({59'000'000, 62'000'000});
        picture(view, themes, {1280, 380}, "crowded-near-" + tag);
    }
};

QTEST_MAIN(TimelinePictureTest)
#include "TimelinePictureTest.moc"
