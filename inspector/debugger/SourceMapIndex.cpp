#include "inspector/debugger/SourceMapIndex.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace loopscope {

static QString projectOf(const QString& source)
{
    QDir folder = QFileInfo(source).absoluteDir();
    for (int up = 0; up < 12; ++up) {
        if (folder.exists(QStringLiteral("package.json")) || folder.exists(QStringLiteral("tsconfig.json"))) return folder.absolutePath();
        if (!folder.cdUp()) break;
    }
    return QFileInfo(source).absolutePath();
}

std::vector<SourceMapIndex::Target> SourceMapIndex::targetsOf(const QString& source)
{
    // What Node runs as it is needs no map; one that a tool has made from such a file is known once it is loaded.
    const QString kind = QFileInfo(source).suffix();
    const bool isPlain = kind == QLatin1String("js") || kind == QLatin1String("mjs") || kind == QLatin1String("cjs");
    if (const QString project = projectOf(source); !isPlain && !m_looked.contains(project)) look(project);
    return m_targets.value(source);
}

void SourceMapIndex::note(const QString& script, std::shared_ptr<const SourceMap> map)
{
    for (const QString& source : map->sources()) {
        std::vector<Target>& known = m_targets[source];
        const auto own = std::ranges::find(known, script, &Target::script);
        if (own != known.end()) own->map = map;
        else known.push_back({script, map});
    }
}

void SourceMapIndex::clear()
{
    m_targets.clear();
    m_looked.clear();
}

void SourceMapIndex::look(const QString& project)
{
    m_looked << project;
    QStringList folders{project};
    int maps = 0;
    for (qsizetype i = 0; i < folders.size() && folders.size() < kMostFolders; ++i) {
        const QDir folder(folders[i]);
        for (const QString& name : folder.entryList({"*.map"}, QDir::Files)) {
            if (++maps > kMostMaps) return;
            const QString script = folder.absoluteFilePath(name.chopped(4));
            const auto map = QFileInfo::exists(script) ? SourceMap::load(name, script) : nullptr;
            if (map) note(script, map);
        }
        for (const QString& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks))
            if (!name.startsWith(u'.') && name != QLatin1String("node_modules")) folders << folder.absoluteFilePath(name);
    }
}

} // namespace loopscope
