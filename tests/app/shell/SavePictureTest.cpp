#include "app/shell/SavePicture.h"
#include "app/shell/SvgPicture.h"
#include "tests/support/SampleRecordings.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/stage/StagePanel.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/timeline/TimelineCanvas.h"

#include <QFontMetricsF>
#include <QImage>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSvgRenderer>
#include <QToolButton>
#include <QXmlStreamReader>
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

    void whatReachesOutOfAWidgetIsClipped()
    {
        QWidget window;
        window.setFixedSize(300, 100);
        auto* text = new QPlainTextEdit(QString(400, 'x'), &window);
        text->setLineWrapMode(QPlainTextEdit::NoWrap);
        text->setGeometry(10, 20, 120, 60);
        auto* hidden = new QPlainTextEdit("unseen", &window);
        hidden->hide();
        (new QPlainTextEdit("beyond", &window))->setGeometry(400, 0, 50, 50);
        const QByteArray svg = svgOf(window);
        QVERIFY(!svg.contains("unseen") && !svg.contains("beyond"));
        // The group of the text refers to a clip as large as what shows the text.
        QHash<QString, QRectF> clips;
        QString clip, clipOfText;
        QXmlStreamReader xml(svg);
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement) continue;
            const auto a = xml.attributes();
            if (xml.name() == u"clipPath") clip = a.value("id").toString();
            else if (xml.name() == u"rect" && !clip.isEmpty()) clips[std::exchange(clip, {})] = QRectF(a.value("x").toDouble(), a.value("y").toDouble(), a.value("width").toDouble(), a.value("height").toDouble());
            else if (a.hasAttribute("clip-path")) clipOfText = a.value("clip-path").toString().mid(5).chopped(1);
            else if (xml.name() == u"text") break;
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(clips.value(clipOfText), QRectF(text->viewport()->mapTo(&window, QPoint()), text->viewport()->size()));
    }

    void handsAreTakenOff()
    {
        QWidget window;
        auto* button = new QToolButton(&window);
        auto* input = new QLineEdit(&window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        input->setFocus();
        button->setAttribute(Qt::WA_UnderMouse);
        QVERIFY(input->hasFocus() && button->underMouse());
        takeHandsOff(window);
        QVERIFY(!input->hasFocus() && !button->underMouse());
    }

    void textsKeepTheirWidthInOtherFonts()
    {
        const QByteArray svg = "<text x=\"1\" font-family=\"Inter\" font-size=\"13\" font-weight=\"600\" font-style=\"normal\" \n >a &lt; b</text><text font-size=\"13\"> </text>";
        QFont font("Inter");
        font.setPixelSize(13);
        font.setWeight(QFont::DemiBold);
        const QByteArray fitted = withFittedTexts(svg);
        QVERIFY2(fitted.contains("textLength=\"" + QByteArray::number(QFontMetricsF(font).horizontalAdvance("a < b"), 'f', 2) + '"'), fitted);
        QVERIFY(fitted.contains("font-family=\"Inter, sans-serif\""));
        QCOMPARE(fitted.count("textLength"), 1);
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
