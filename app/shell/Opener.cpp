#include "app/shell/Opener.h"

#include "app/editor/CodeEditor.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/project/ProjectPanel.h"
#include "runtime/stream/RecordingReader.h"
#include "visualizer/model/TraceView.h"

#include <QFileInfo>

namespace loopscope {

namespace {
constexpr qsizetype kRecent = 12;
}

Opener::Opener(EditorTabs& tabs, ProjectPanel& project, TraceView& trace, QObject* parent)
    : QObject(parent), m_tabs(tabs), m_project(project), m_trace(trace)
{
}

bool Opener::open(const QString& path)
{
    const QFileInfo info(path);
    const QString kind = info.suffix().toLower();
    if (!info.exists()) return emit problem(tr("There is no file or folder %1.").arg(path)), false;
    if (info.isDir()) return openFolder(info.absoluteFilePath()), true;
    if (kind == QLatin1String("loopscope")) return openRecording(info.absoluteFilePath());
    if (kind == QLatin1String("heapsnapshot"))
        return remember(info.absoluteFilePath()), emit heapSnapshotWanted(info.absoluteFilePath()), true;
    if (kind == QLatin1String("cpuprofile") || kind == QLatin1String("heapprofile"))
        return remember(info.absoluteFilePath()), emit profileWanted(info.absoluteFilePath()), true;
    if (!m_tabs.open(info.absoluteFilePath())) return false; // the tabs said why
    if (m_project.folder().isEmpty()) m_project.setFolder(info.absolutePath());
    m_project.reveal(info.absoluteFilePath());
    remember(info.absoluteFilePath());
    emit opened(info.absoluteFilePath());
    return true;
}

void Opener::openFolder(const QString& folder)
{
    m_project.setFolder(folder);
    remember(folder);
    emit opened(folder);
}

bool Opener::openRecording(const QString& path)
{
    const LoadedRecording loaded = loadRecording(path.toStdString());
    if (!loaded.recording) return emit problem(QString::fromStdString(loaded.error)), false;
    QStringList damages;
    for (const std::string& damage : loaded.recording->damages()) damages << QString::fromStdString(damage);
    if (!damages.isEmpty())
        emit problem(tr("%1 is damaged; what could be read of it is shown: %2.").arg(QFileInfo(path).fileName(), damages.join(QStringLiteral("; "))));
    m_trace.setRecording(loaded.recording);
    const QString script = QString::fromStdString(loaded.recording->info().script);
    if (QFileInfo::exists(script)) m_tabs.open(script);
    remember(path);
    emit recordingOpened(loaded.recording);
    return true;
}

bool Opener::goTo(const QString& path, int line, int column)
{
    if (!QFileInfo::exists(path)) return emit problem(tr("%1 is not on this machine.").arg(path)), false;
    EditorPage* page = m_tabs.open(path);
    if (!page) return false;
    page->editor().goTo(line, column);
    page->setFocus();
    return true;
}

void Opener::goToSite(SiteId id)
{
    if (!m_trace.recording() || id == SiteId::None) return;
    const Dictionary& dictionary = m_trace.recording()->dictionary();
    const Site site = dictionary.site(id);
    const std::string_view script = dictionary.text(site.script);
    if (script.empty() || site.internal) return;
    goTo(QString::fromUtf8(script.data(), qsizetype(script.size())), int(site.line), int(site.column));
}

void Opener::remember(const QString& path)
{
    m_recent.removeAll(path);
    m_recent.prepend(path);
    m_recent = m_recent.mid(0, kRecent);
    emit recentChanged();
}

} // namespace loopscope
