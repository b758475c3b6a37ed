#include "app/console/OutputFeed.h"
#include "app/session/RunMarks.h"
#include "runtime/stream/Continuation.h"
#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QtTest>

#include <random>

using namespace loopscope;

namespace {

constexpr int kLines = 6;

void append(RecordingBuilder& rec, std::mt19937& random, int count)
{
    for (int i = 0; i < count; ++i) {
        const std::uint64_t id = random() % 1000 + 1;
        const std::string site = "work@/tmp/a.js:" + std::to_string(random() % kLines + 1) + ":1";
        if (random() % 3 == 0) rec.out("line\n");
        else rec.begin(id, Queue::Check, "Immediate", site).end(id, Queue::Check);
    }
}

/// As the collector goes on in a new recording: a loss, what was open, then the last part.
std::shared_ptr<Recording> continued(const Recording& old, std::uint64_t first)
{
    auto next = std::make_shared<Recording>(old.info(), old.sharedDictionary());
    next->addThread(old.threads()[0]);
    std::vector<Record> carried{{.time = old.at(first).time, .id = first, .kind = RecordKind::Lost}};
    for (std::uint64_t i = first; i-- > 0 && carried.size() == 1;)
        if (old.at(i).kind == RecordKind::Begin) carried.push_back(old.at(i));
    next->setOrigin(old.origin() + first - old.carried(), carried.size());
    next->append(carried);
    for (std::uint64_t i = first; i < old.size(); ++i) next->append({&old.at(i), 1});
    return next;
}

QStringList piecesOf(const OutputFeed& feed)
{
    QStringList pieces;
    for (std::size_t i = 0; i < feed.size(); ++i) pieces << QString::number(feed.at(i).record);
    return pieces;
}

} // namespace

/// Those who keep indices of records go on with a recording that goes on in another as if they had read it from its beginning.
class ContinuationTest : public QObject
{
    Q_OBJECT
private slots:
    void outputAndMarksAreThoseOfTheNewOne()
    {
        std::mt19937 random(5);
        ThemeManager themes;
        for (int round = 0; round < 20; ++round) {
            RecordingBuilder rec;
            append(rec, random, 200);
            TraceView view;
            view.setRecording(rec.recording());
            OutputFeed feed;
            feed.setRecording(rec.recording());
            RunMarks marks(view);
            marks.marksFor(QStringLiteral("/tmp/a.js"), themes.theme());
            std::shared_ptr<Recording> recording = rec.recording();
            for (int turn = 0; turn < 3; ++turn) {
                const std::uint64_t first = recording->carried() + random() % (recording->size() - recording->carried());
                recording = continued(*recording, first);
                view.continueIn(recording);
                view.setCursor(recording->size());
                feed.setRecording(recording);
                OutputFeed fresh;
                fresh.setRecording(recording);
                QCOMPARE(piecesOf(feed), piecesOf(fresh));
                RunMarks freshMarks(view);
                QCOMPARE(marks.marksFor(QStringLiteral("/tmp/a.js"), themes.theme()).runs, freshMarks.marksFor(QStringLiteral("/tmp/a.js"), themes.theme()).runs);
            }
        }
    }

    void anotherRunIsNone()
    {
        RecordingBuilder one, other;
        QVERIFY(!Continuation::of(*one.recording(), *other.recording()));
        one.out("a").out("b");
        const auto further = Continuation::of(*one.recording(), *continued(*one.recording(), 1));
        QVERIFY(further);
        QCOMPARE(further->first, 1u);
        QCOMPARE(further->carried, 1u);
        QCOMPARE(further->indexOf(1), 1u);
        QCOMPARE(further->indexOf(0), 1u); // gone: all before what is carried has been looked at
    }
};

QTEST_MAIN(ContinuationTest)
#include "ContinuationTest.moc"
