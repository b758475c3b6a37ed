#include "app/memory/HeapLoader.h"

#include "inspector/heap/MappedFile.h"
#include "inspector/heap/SnapshotReader.h"

#include <QFileInfo>

#include <unistd.h>
#include <utility>

namespace loopscope {

namespace {

/// Most of what the machine has: more would end the program, and ours with it.
std::uint64_t memoryThatMayBeUsed()
{
    return static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 10 * 7;
}

} // namespace

std::shared_ptr<const HeapFile> readHeapFile(const QString& path, const QString& name, QString* problem)
{
    const auto fail = [&](const heap::SnapshotError& error) {
        *problem = HeapLoader::tr("%1: %2 (at byte %L3)").arg(QFileInfo(path).fileName(), QString::fromStdString(error.text)).arg(error.offset);
        return nullptr;
    };
    try {
        auto opened = heap::MappedFile::open(path.toStdString());
        if (const auto* error = std::get_if<heap::SnapshotError>(&opened)) {
            *problem = QString::fromStdString(error->text);
            return nullptr;
        }
        heap::SnapshotReader reader;
        reader.memoryLimit = memoryThatMayBeUsed();
        auto graph = reader.read(*std::get<std::unique_ptr<heap::MappedFile>>(opened));
        if (const auto* error = std::get_if<heap::SnapshotError>(&graph)) return fail(*error);
        auto file = std::make_shared<HeapFile>();
        file->name = name;
        file->path = path;
        file->graph = std::move(std::get<heap::HeapGraph>(graph));
        auto analysis = heap::HeapAnalysis::of(file->graph);
        if (const auto* error = std::get_if<heap::SnapshotError>(&analysis)) return fail(*error);
        file->analysis = std::move(std::get<heap::HeapAnalysis>(analysis));
        return file;
    } catch (const std::bad_alloc&) {
        *problem = HeapLoader::tr("%1: there is not enough memory to read it.").arg(QFileInfo(path).fileName());
        return nullptr;
    }
}

HeapLoader::~HeapLoader()
{
    if (m_thread.joinable()) m_thread.join();
}

void HeapLoader::load(const QString& path, const QString& name)
{
    m_wishes << Wish{path, name};
    if (!m_isBusy) next();
}

void HeapLoader::next()
{
    if (m_thread.joinable()) m_thread.join();
    const bool isBusy = !m_wishes.isEmpty();
    if (std::exchange(m_isBusy, isBusy) != isBusy) emit busyChanged();
    if (!isBusy) return;
    m_thread = std::thread([this, wish = m_wishes.takeFirst()] {
        QString problem;
        auto file = readHeapFile(wish.path, wish.name, &problem);
        QMetaObject::invokeMethod(this, [this, file, problem] { finish(file, problem); }, Qt::QueuedConnection);
    });
}

void HeapLoader::finish(const std::shared_ptr<const HeapFile>& file, const QString& problem)
{
    if (file) emit loaded(file);
    else emit failed(problem);
    next();
}

} // namespace loopscope
