#include "app/shell/SavePicture.h"
#include "tests/support/SampleRecordings.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/stage/StagePanel.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/timeline/TimelineCanvas.h"

#include <QImage>
#include <QSvgRenderer>
#include <QtTest>

using namespace loopscope;

class SavePictureTest : public QObject
{
    Q_OBJECT

    static QByteArray contentOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void asShapesAndTexts()
    {
        ThemeManager themes;
        TraceView view;
        view.setRecording(recordingOf1432());
        StagePanel stage(view, themes);
        TimelineCanvas timeline(view, themes);
        QTemporaryDir folder;
        for (QWidget* panel : std::initializer_list<QWidget*>{&stage, &timeline}) {
            panel->resize(900, 420);
            const QString path = folder.filePath("picture.svg");
            QCOMPARE(savePicture(*panel, path), QString());
            const QByteArray svg = contentOf(path);
            QVERIFY(QSvgRenderer(svg).isValid());
            QVERIFY2(svg.count("<text") > 4, svg.left(2000));
            QVERIFY2(!svg.contains("<image"), "a picture of pixels");
        }
    }

    void asPixels()
    {
        ThemeManager themes;
        TraceView view;
        view.setRecording(recordingOf1432());
        StagePanel stage(view, themes);
        stage.resize(900, 420);
        QTemporaryDir folder;
        const QString path = folder.filePath("picture.png");
        QCOMPARE(savePicture(stage, path, 2), QString());
        const QImage image(path);
        QCOMPARE(image.size(), QSize(1800, 840));
        QCOMPARE(image.pixelColor(2, 2), themes.theme().panel);
    }

    void whatCannotBeWrittenIsSaid()
    {
        QWidget panel;
        panel.resize(10, 10);
        const QString problem = savePicture(panel, "/nowhere/at/all/picture.png");
        QVERIFY2(problem.contains("/nowhere/at/all/picture.png"), qPrintable(problem));
    }
};

QTEST_MAIN(SavePictureTest)
#include "SavePictureTest.moc"
