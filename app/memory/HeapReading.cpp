#include "app/memory/HeapReading.h"

#include "inspector/heap/MappedFile.h"
#include "inspector/heap/SnapshotReader.h"
#include "inspector/heap/WatchedText.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <future>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace loopscope {

namespace {

constexpr double kReading = 0.4; ///< of all work

QString tr(const char* text) { return QCoreApplication::translate("HeapReading", text); }

} // namespace

std::uint64_t memoryForHeaps() { return static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 10 * 7; }

std::shared_ptr<HeapFile> readHeapFile(const QString& path, const QString& name, heap::WorkProgress& progress, QString* problem)
{
    auto opened = heap::MappedFile::open(path.toStdString());
    if (const auto* error = std::get_if<heap::SnapshotError>(&opened)) {
        *problem = QString::fromStdString(error->text);
        return nullptr;
    }
    return readHeapText(*std::get<std::unique_ptr<heap::MappedFile>>(opened), path, name, progress, problem);
}

std::shared_ptr<HeapFile> readHeapText(heap::SnapshotText& text, const QString& path, const QString& name, heap::WorkProgress& progress, QString* problem)
{
    const auto fail = [&](const heap::SnapshotError& error) {
        if (progress.isCancelled()) throw heap::WorkCancelled();
        *problem = tr("%1: %2 (at byte %L3)").arg(QFileInfo(path).fileName(), QString::fromStdString(error.text)).arg(error.offset);
        return nullptr;
    };
    try {
        heap::SnapshotReader reader;
        reader.memoryLimit = memoryForHeaps();
        heap::WatchedText watched(text, progress, kReading);
        auto graph = reader.read(watched);
        if (const auto* error = std::get_if<heap::SnapshotError>(&graph)) return fail(*error);
        auto file = std::make_shared<HeapFile>();
        file->name = name;
        file->path = path;
        file->graph = std::move(std::get<heap::HeapGraph>(graph));
        progress.reach(kReading);
        // On a thread of its own, which nothing else waits for until the end.
        auto scripts = std::async(std::launch::async, [&graph = file->graph] { return heap::ScriptNames(graph); });
        auto analysis = heap::HeapAnalysis::of(file->graph, 2, &progress);
        if (const auto* error = std::get_if<heap::SnapshotError>(&analysis)) return fail(*error);
        file->analysis = std::move(std::get<heap::HeapAnalysis>(analysis));
        progress.reach(0.95);
        file->scripts = scripts.get();
        file->laterRetainers = std::async(std::launch::async, [own = file.get()] { return std::make_shared<const heap::Retainers>(own->graph, own->analysis); }).share();
        progress.reach(1);
        return file;
    } catch (const std::system_error&) {
        *problem = tr("%1: there are no more threads to read it.").arg(QFileInfo(path).fileName());
        return nullptr;
    } catch (const std::bad_alloc&) {
        *problem = tr("%1: there is not enough memory to read it.").arg(QFileInfo(path).fileName());
        return nullptr;
    }
}

} // namespace loopscope
