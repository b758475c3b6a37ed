#include "runtime/stream/RecordingReader.h"
#include "tests/visualizer/stage/StageScenes.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/stage/StagePanel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QtTest>

using namespace loopscope;

/// Every scene at every size: nothing outside the panel, no text on another. With LOOPSCOPE_PICTURES=FOLDER the
/// pictures are kept, in three themes, for eyes; LOOPSCOPE_RECORDING=FILE adds a real recording, at each of its
/// moments of meaning up to LOOPSCOPE_MOMENTS.
class StagePictureTest : public QObject
{
    Q_OBJECT
private slots:
    void pictures_data()
    {
        QTest::addColumn<int>("scene");
        QTest::addColumn<QSize>("size");
        const auto scenes = stageScenes();
        for (int i = 0; i < static_cast<int>(scenes.size()); ++i)
            for (const QSize size : {QSize(360, 280), QSize(420, 280), QSize(548, 280), QSize(554, 330), QSize(520, 420), QSize(900, 700), QSize(1920, 1080)})
                QTest::newRow(qPrintable(QStringLiteral("%1-%2").arg(scenes[static_cast<std::size_t>(i)].name).arg(size.width()))) << i << size;
    }

    void pictures()
    {
        QFETCH(int, scene);
        QFETCH(QSize, size);
        const NamedScene shown = stageScenes()[static_cast<std::size_t>(scene)];
        ThemeManager themes;
        TraceView view;
        StagePanel panel(view, themes);
        panel.resize(size);
        if (shown.recording) {
            view.setRecording(shown.recording);
            view.setCursorTime(shown.time);
        }
        keep(panel, themes, QStringLiteral("%1-%2").arg(shown.name).arg(size.width()));
        panel.grab();
        checkLayout(panel.scene());
    }

    void largeTypeKeepsItsPlaces()
    {
        ThemeManager themes;
        themes.setScale(1.5);
        TraceView view;
        StagePanel panel(view, themes);
        panel.resize(1000, 720);
        view.setRecording(stageScenes()[1].recording);
        keep(panel, themes, "busy-presentation");
        panel.grab();
        checkLayout(panel.scene());
    }

    void everyMomentOfARealRecording()
    {
        const QString file = qEnvironmentVariable("LOOPSCOPE_RECORDING");
        if (file.isEmpty()) QSKIP("LOOPSCOPE_RECORDING names no file");
        ThemeManager themes;
        TraceView view;
        StagePanel panel(view, themes);
        panel.resize(900, 700);
        const LoadedRecording loaded = loadRecording(file.toStdString());
        QVERIFY2(loaded.recording, loaded.error.c_str());
        view.setRecording(loaded.recording);
        QTRY_COMPARE(view.cursor(), loaded.recording->size());
        const QString prefix = QFileInfo(file).baseName();
        QString sentence;
        for (std::uint64_t cursor = 0, kept = 0; cursor <= view.recording()->size(); ++cursor) {
            view.setCursor(cursor);
            panel.grab();
            checkLayout(panel.scene());
            if (panel.scene().sentence == sentence) continue;
            sentence = panel.scene().sentence;
            qInfo("%4llu %s", static_cast<unsigned long long>(cursor), qPrintable(sentence));
            if (kept++ < static_cast<unsigned>(qEnvironmentVariableIntValue("LOOPSCOPE_MOMENTS")))
                keep(panel, themes, QStringLiteral("%1-%2").arg(prefix).arg(cursor, 4, 10, QLatin1Char('0')));
        }
    }

private:
    static void keep(StagePanel& panel, ThemeManager& themes, const QString& name)
    {
        const QString folder = qEnvironmentVariable("LOOPSCOPE_PICTURES");
        if (folder.isEmpty()) return;
        for (const auto& [choice, word] : {std::pair(ThemeChoice::Dark, "dark"), {ThemeChoice::Light, "light"}, {ThemeChoice::Contrast, "contrast"}}) {
            themes.setChoice(choice);
            QVERIFY(panel.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, word)));
        }
    }

    static void checkLayout(const StageScene& scene)
    {
        const QRectF all = QRectF(QPointF(), scene.size).adjusted(-1, -1, 1, 1);
        std::vector<const StageItem*> texts;
        for (const StageItem& item : scene.items) {
            const QString what = name(item.area) + ": " + item.text;
            QVERIFY2(item.rect.isValid() || item.kind == StageItem::Kind::Arrow, qPrintable(what));
            QVERIFY2(all.contains(item.rect), qPrintable(what));
            const bool says = item.kind == StageItem::Kind::Text || item.kind == StageItem::Kind::Chip || item.kind == StageItem::Kind::Mark;
            if (says) texts.push_back(&item);
        }
        for (std::size_t a = 0; a < texts.size(); ++a)
            for (std::size_t b = a + 1; b < texts.size(); ++b) {
                const QRectF common = texts[a]->rect & texts[b]->rect;
                QVERIFY2(common.width() < 2 || common.height() < 2, qPrintable(texts[a]->text + " on " + texts[b]->text));
            }
    }
};

QTEST_MAIN(StagePictureTest)
#include "StagePictureTest.moc"
