#include "runtime/stream/Chunk.h"
#include "runtime/stream/JsonlWriter.h"
#include "runtime/stream/RecordingOutline.h"
#include "runtime/stream/RecordingReader.h"
#include "runtime/stream/RecordingWriter.h"
#include "tests/support/RecordingBuilder.h"
#include "tests/support/SampleRecordings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

namespace {

using Appears = OutputFile::Appears;

std::string contents(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

void write(const std::string& path, const std::string& bytes)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
    file.write(bytes.data(), static_cast<qint64>(bytes.size()));
}

QString joined(const std::vector<std::string>& sentences)
{
    QString result;
    for (const std::string& sentence : sentences) result += QString::fromStdString(sentence) + '\n';
    return result;
}

/// Where the chunks of a sound file are.
std::vector<std::size_t> chunkOffsets(std::string_view file)
{
    std::vector<std::size_t> offsets;
    for (std::size_t at = kFileHeaderSize; at + kTrailerSize < file.size();) {
        offsets.push_back(at);
        at += ChunkHeader::kSize + ChunkHeader::parse(file.substr(at))->storedSize;
    }
    return offsets;
}

/// Offsets of the chunks of records only.
std::vector<std::size_t> recordChunks(std::string_view file)
{
    auto offsets = chunkOffsets(file);
    std::erase_if(offsets, [&](std::size_t at) { return ChunkHeader::parse(file.substr(at))->kind != ChunkKind::Records; });
    return offsets;
}

} // namespace

class RecordingFileTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    /// A small file of many chunks, as a live run leaves it.
    std::string smallFile()
    {
        RecordingBuilder rec;
        RecordingWriter writer(path("small.loopscope"), Appears::AtOnce);
        for (int i = 0; i < 4; ++i) {
            const std::string place = "f" + std::to_string(i) + "@a.js:" + std::to_string(i + 1);
            rec.call(place).console(ConsoleLevel::Log, "text " + std::to_string(i)).ret(place);
            if (i == 2) rec.pool(1).op(9, OpState::Done, "fs.stat").loop();
            writer.update(*rec.recording());
        }
        rec.exit(5);
        if (!writer.finish(*rec.recording())) qFatal("%s", writer.error().c_str());
        return contents(path("small.loopscope"));
    }

private slots:
    void aRecordingComesBackAsItWas()
    {
        for (const auto& recording : {recordingOf1432(), recordingOfEveryKind(), longRecording(60'000)}) {
            RecordingWriter writer(path("a.loopscope"), Appears::WhenWhole);
            QVERIFY2(writer.finish(*recording), writer.error().c_str());
            const LoadedRecording loaded = loadRecording(path("a.loopscope"));
            QVERIFY2(loaded.recording, loaded.error.c_str());
            QCOMPARE(joined(loaded.recording->damages()), QString());
            QCOMPARE(loaded.recording->size(), recording->size());
            QCOMPARE(loaded.recording->lost(), recording->lost());
            QVERIFY(loaded.recording->isComplete());
            QVERIFY(jsonlText(*loaded.recording) == jsonlText(*recording));
            QCOMPARE(loaded.recording->info().workingFolder, recording->info().workingFolder);
        }
    }

    void aFileThatGrowsIsReadableAtEachMoment()
    {
        RecordingBuilder rec;
        RecordingWriter writer(path("live.loopscope"), Appears::AtOnce);
        for (int i = 0; i < 20; ++i) {
            const std::string place = "f@a.js:" + std::to_string(i + 1);
            rec.call(place).console(ConsoleLevel::Log, std::to_string(i)).ret(place);
            QVERIFY(writer.update(*rec.recording()));
            const LoadedRecording loaded = loadRecording(path("live.loopscope"));
            QVERIFY(jsonlText(*loaded.recording) == jsonlText(*rec.recording()));
            QCOMPARE(loaded.recording->damages().size(), 1u);
            QVERIFY(joined(loaded.recording->damages()).contains("the program was killed, or still runs"));
        }
    }

    void onlyFullChunksUntilTheEnd()
    {
        const auto recording = longRecording(Recording::kBlockSize + 100);
        RecordingWriter writer(path("full.loopscope"), Appears::AtOnce);
        QVERIFY(writer.update(*recording, true));
        QCOMPARE(writer.recordsWritten(), std::uint64_t{Recording::kBlockSize});
        QVERIFY(writer.finish(*recording));
        QCOMPARE(loadRecording(path("full.loopscope")).recording->size(), recording->size());
    }

    void cutAtEveryByteItIsReadUpToTheLastWholeChunk()
    {
        const std::string file = smallFile();
        const auto chunks = recordChunks(file);
        for (std::size_t size = 0; size < file.size(); ++size) {
            const std::string cut = file.substr(0, size);
            const LoadedRecording loaded = loadRecordingFrom(cut, "cut");
            if (size < kFileHeaderSize) {
                QVERIFY(!loaded.recording && loaded.error.starts_with("'cut' is "));
                continue;
            }
            std::uint64_t whole = 0;
            for (const std::size_t at : chunks) {
                const auto header = ChunkHeader::parse(std::string_view(file).substr(at));
                if (at + ChunkHeader::kSize + header->storedSize <= size) whole += header->count;
            }
            QCOMPARE(loaded.recording->size(), whole);
            QVERIFY(!loaded.recording->damages().empty());
            jsonlText(*loaded.recording);
        }
    }

    void withAnyByteFlippedItGivesTheRestAndSaysSo()
    {
        const std::string file = smallFile();
        const std::string sound = jsonlText(*loadRecordingFrom(file, "sound").recording);
        for (std::size_t i = 0; i < file.size(); ++i)
            for (const char mask : {'\x01', '\x90'}) {
                std::string flipped = file;
                flipped[i] ^= mask;
                const LoadedRecording loaded = loadRecordingFrom(flipped, "flipped");
                QVERIFY2(loaded.recording, loaded.error.c_str());
                const std::string text = jsonlText(*loaded.recording);
                // Either it is noticed, or nothing is different.
                QVERIFY2(!loaded.recording->damages().empty() || text == sound, qPrintable(QString("byte %1").arg(i)));
            }
    }

    void aDamagedChunkOfRecordsIsALossInItsPlace()
    {
        std::string file = smallFile();
        const std::size_t second = recordChunks(file)[1];
        file[second + ChunkHeader::kSize + 12] ^= '\x40';
        const auto recording = loadRecordingFrom(file, "x").recording;
        QCOMPARE(recording->at(3).kind, RecordKind::Lost);
        QCOMPARE(recording->at(3).id, 3u);
        QCOMPARE(recording->lost(), 3u);
        QCOMPARE(recording->at(recording->size() - 1).exitCode(), 5);
        QCOMPARE(joined(recording->damages()), QString("the chunk of 3 records from number 3 on at byte %1 is damaged and was left out\n").arg(second));
    }

    void aDamagedHeaderOfAChunkIsSkipped()
    {
        std::string file = smallFile();
        const auto chunks = recordChunks(file);
        file[chunks[1] + 9] ^= '\x01';
        const auto recording = loadRecordingFrom(file, "x").recording;
        QCOMPARE(recording->lost(), 3u);
        QCOMPARE(recording->at(3).kind, RecordKind::Lost);
        QVERIFY(joined(recording->damages()).startsWith(QString("bytes %1 to ").arg(chunks[1])));
    }

    void idsKeepTheirMeaningWhenTextsAreMissing()
    {
        std::string file = smallFile();
        for (const std::size_t at : chunkOffsets(file))
            if (ChunkHeader::parse(std::string_view(file).substr(at))->kind == ChunkKind::Dictionary) {
                file[at + ChunkHeader::kSize + 10] ^= '\x01'; // the first of them
                break;
            }
        const std::string text = jsonlText(*loadRecordingFrom(file, "x").recording);
        QVERIFY(text.find("\"text\":\"text 0\"") == std::string::npos);
        QVERIFY(text.find("\"fn\":\"f3\"") != std::string::npos);
        QVERIFY(text.find("\"text\":\"text 3\"") != std::string::npos);
    }

    void chunksOfUnknownKindsAreSkipped()
    {
        const std::string file = smallFile();
        ChunkHeader header{.kind = static_cast<ChunkKind>(77)};
        const std::string unknown = ChunkPacker().pack(header, "from the future");
        std::string longer = file;
        longer.insert(recordChunks(file)[1], unknown);
        const auto recording = loadRecordingFrom(longer, "x").recording;
        QCOMPARE(joined(recording->damages()), QString());
        QVERIFY(jsonlText(*recording) == jsonlText(*loadRecordingFrom(file, "x").recording));
    }

    void whatIsNoRecordingIsSaidToBeNone()
    {
        const auto error = [](std::string_view bytes) { return QString::fromStdString(loadRecordingFrom(bytes, "f").error); };
        QVERIFY(error("").startsWith("'f' is empty"));
        QVERIFY(error("console.log(1)\n// a script, not a recording, of some length").startsWith("'f' is not a Loopscope recording"));
        QVERIFY(error(std::string(5000, '\0')).startsWith("'f' is not a Loopscope recording"));
        QCOMPARE(QString::fromStdString(loadRecording(path("none.loopscope")).error),
                 QString("cannot read '%1': No such file or directory").arg(QString::fromStdString(path("none.loopscope"))));
        QVERIFY(QString::fromStdString(loadRecording(m_folder.path().toStdString()).error).endsWith("Is a directory"));
    }

    void recordsThatMeanNothingToViewersAreLeftOut()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main);
        rec.add({.id = 1, .kind = RecordKind::Enqueue, .detail = 99}).add({.kind = static_cast<RecordKind>(200)});
        rec.add({.kind = RecordKind::Phase, .detail = 8}).exit();
        RecordingWriter writer(path("odd.loopscope"), Appears::WhenWhole);
        QVERIFY(writer.finish(*rec.recording()));
        const auto recording = loadRecording(path("odd.loopscope")).recording;
        QCOMPARE(recording->size(), 2u);
        QVERIFY(joined(recording->damages()).startsWith("3 records of kinds that this version"));
    }

    void aFileAppearsWholeOrNotAtAll()
    {
        const std::string name = path("whole.loopscope");
        const auto recording = recordingOf1432();
        {
            RecordingWriter writer(name, Appears::WhenWhole);
            QVERIFY(writer.update(*recording));
            QVERIFY(!QFile::exists(QString::fromStdString(name)));
            QVERIFY(QFile::exists(QString::fromStdString(name + ".part")));
        }
        QVERIFY(!QFile::exists(QString::fromStdString(name + ".part")));
        write(name, "something older");
        RecordingWriter writer(name, Appears::WhenWhole);
        QVERIFY(writer.update(*recording));
        QCOMPARE(contents(name), std::string("something older"));
        QVERIFY(writer.finish(*recording));
        QVERIFY(loadRecording(name).recording);
    }

    void whereNothingCanBeWrittenOneSentenceSaysSo()
    {
        RecordingWriter nowhere(path("no/such/folder.loopscope"), Appears::WhenWhole);
        QVERIFY(!nowhere.finish(*recordingOf1432()));
        QVERIFY(QString::fromStdString(nowhere.error()).endsWith("folder.loopscope': No such file or directory"));
        RecordingWriter folder(m_folder.path().toStdString(), Appears::WhenWhole);
        QVERIFY(!folder.finish(*recordingOf1432()));
        QVERIFY(QString::fromStdString(folder.error()).endsWith("Is a directory"));
        RecordingWriter full("/dev/full", Appears::AtOnce);
        QVERIFY(!full.finish(*recordingOf1432()));
        QCOMPARE(full.error(), std::string("cannot write '/dev/full': No space left on device"));
    }

    void theIndexTellsTheOutlineOfAFile()
    {
        const auto recording = longRecording(100'000);
        const std::string name = path("outline.loopscope");
        RecordingWriter writer(name, Appears::WhenWhole);
        QVERIFY(writer.finish(*recording));
        const auto outline = recordingOutline(name);
        QVERIFY(outline);
        QCOMPARE(outline->records, recording->size());
        QCOMPARE(outline->duration, recording->duration());
        QCOMPARE(outline->lost, recording->lost());
        QCOMPARE(outline->info.script, recording->info().script);
        QCOMPARE(outline->fileSize, writer.bytesWritten());
    }

    void whatHasNoSoundIndexHasNoOutline()
    {
        const std::string file = smallFile(), name = path("outline.loopscope");
        for (std::size_t size = 0; size < file.size(); size += 7) {
            write(name, file.substr(0, size));
            QVERIFY(!recordingOutline(name));
        }
        for (std::size_t i = file.size() - kTrailerSize; i < file.size(); ++i) {
            std::string flipped = file;
            flipped[i] ^= '\x10';
            write(name, flipped);
            QVERIFY(!recordingOutline(name));
        }
        write(name, file);
        QCOMPARE(recordingOutline(name)->records, 14u);
        QVERIFY(!recordingOutline(path("none.loopscope")));
    }
};

QTEST_APPLESS_MAIN(RecordingFileTest)
#include "RecordingFileTest.moc"
