#include "app/shell/Animation.h"
#include "app/shell/GifWriter.h"
#include "tests/support/SampleRecordings.h"
#include "visualizer/stage/StagePanel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QtTest>

using namespace loopscope;

class GifWriterTest : public QObject
{
    Q_OBJECT

    /// As Qt's own reader sees it.
    static QList<QImage> framesOf(QByteArray bytes)
    {
        QBuffer buffer(&bytes);
        QImageReader reader(&buffer, "gif");
        QList<QImage> frames;
        for (QImage image = reader.read(); !image.isNull(); image = reader.read()) frames << image.convertToFormat(QImage::Format_RGB32);
        return frames;
    }

private slots:
    void framesComeBackAsTheyWere()
    {
        QList<QImage> made;
        GifWriter gif({64, 40});
        for (int i = 0; i < 4; ++i) {
            QImage image(64, 40, QImage::Format_RGB32);
            image.fill(QColor(20, 30, 40));
            QPainter painter(&image);
            painter.fillRect(QRect(5 + 9 * i, 7, 8, 11), QColor(200, 10 * i, 99));
            painter.end();
            made << image;
            QVERIFY(gif.add(image, 5));
        }
        QVERIFY(gif.add(made.back(), 5)); // nothing changed
        const auto bytes = gif.finish();
        QVERIFY(bytes);
        const QList<QImage> frames = framesOf(*bytes);
        QCOMPARE(frames.size(), 5);
        for (int i = 0; i < 4; ++i) QCOMPARE(frames[i], made[i]);
        QCOMPARE(frames[4], made[3]);
    }

    void anotherSizeIsRefused()
    {
        GifWriter gif({64, 40});
        QVERIFY(!gif.add(QImage(10, 10, QImage::Format_RGB32), 5));
    }

    void manyColoursBecomeTheMostFrequentOnes()
    {
        QImage image(256, 64, QImage::Format_RGB32);
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 256; ++x) image.setPixel(x, y, y < 32 ? qRgb(17, 34, 51) : qRgb(x, y * 4, 255 - x));
        const QList<QRgb> colours = paletteOf(image);
        QCOMPARE(colours.size(), 256);
        QVERIFY(std::ranges::any_of(colours, [](QRgb c) { return qAbs(qRed(c) - 17) <= 1 && qAbs(qGreen(c) - 34) <= 1 && qAbs(qBlue(c) - 51) <= 1; }));
    }

    void aRangeOfTimeIsShownAndTheCursorComesBack()
    {
        ThemeManager themes;
        TraceView view;
        view.setRecording(recordingOf1432());
        StagePanel stage(view, themes);
        stage.resize(480, 360);
        view.setCursor(3);
        QTemporaryDir folder;
        const QString path = folder.filePath("a.gif");
        int seen = 0;
        QCOMPARE(saveAnimation(stage, view, {view.whole(), 12, 8}, path, [&](int done) { return seen = done, true; }), QString());
        QCOMPARE(seen, 12);
        QCOMPARE(view.cursor(), std::uint64_t{3});
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QImage> frames = framesOf(file.readAll());
        QCOMPARE(frames.size(), 12);
        QVERIFY(frames.front() != frames.back());
        // Given up: nothing is written.
        QCOMPARE(saveAnimation(stage, view, {view.whole(), 12, 8}, folder.filePath("b.gif"), [](int done) { return done < 3; }), QString());
        QVERIFY(!QFile::exists(folder.filePath("b.gif")));
        QVERIFY(saveAnimation(stage, view, {view.whole(), 2, 8}, "/nowhere/a.gif", [](int) { return true; }).contains("/nowhere/a.gif"));
    }
};

QTEST_MAIN(GifWriterTest)
#include "GifWriterTest.moc"
