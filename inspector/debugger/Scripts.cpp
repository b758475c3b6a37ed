#include "inspector/debugger/Scripts.h"

#include <QFileInfo>
#include <QUrl>

#include <algorithm>

namespace loopscope {

QString pathOfUrl(const QString& url)
{
    if (url.startsWith(u'/')) return url;
    return url.startsWith(QLatin1String("file:")) ? QUrl(url).toLocalFile() : QString();
}

QString urlOfPath(const QString& path)
{
    const QString real = QFileInfo(path).canonicalFilePath();
    return QUrl::fromLocalFile(real.isEmpty() ? path : real).toString(QUrl::FullyEncoded);
}

void Scripts::note(const QJsonObject& parsed)
{
    const QString id = parsed["scriptId"].toString(), url = parsed["url"].toString();
    Script script{url, pathOf(url), {}};
    const QString mapUrl = parsed["sourceMapURL"].toString();
    if (!mapUrl.isEmpty() && !script.path.isEmpty()) script.map = SourceMap::load(mapUrl, script.path);
    if (script.map) m_maps.note(script.path, script.map);
    if (!script.path.isEmpty()) m_idOfPath[script.path] = id;
    m_scripts.insert(id, script);
}

QString Scripts::pathOf(const QString& url) const { return m_paths.localOf(pathOfUrl(url)); }

QString Scripts::urlOf(const QString& path) const
{
    const QString elsewhere = m_paths.remoteOf(path);
    return elsewhere.isEmpty() ? urlOfPath(path) : QUrl::fromLocalFile(elsewhere).toString(QUrl::FullyEncoded);
}

void Scripts::clear()
{
    m_scripts.clear();
    m_idOfPath.clear();
    m_maps.clear();
}

ScriptPlace Scripts::beginOf(const QString& scriptId) const
{
    const Script script = m_scripts.value(scriptId);
    const bool isOurs = script.url.startsWith(QLatin1String("loopscope:")) || script.url.startsWith(QLatin1String("node:internal/loopscope/"));
    return isOurs ? ScriptPlace() : ScriptPlace{scriptId, script.url, script.path, 1, 1};
}

std::vector<ScriptPlace> Scripts::all() const
{
    std::vector<ScriptPlace> all;
    for (auto it = m_scripts.keyBegin(); it != m_scripts.keyEnd(); ++it)
        if (ScriptPlace begin = beginOf(*it); !begin.url.isEmpty()) all.push_back(std::move(begin));
    std::ranges::sort(all, {}, &ScriptPlace::url);
    return all;
}

QString Scripts::idOf(const QString& path) const
{
    const QString real = QFileInfo(path).canonicalFilePath();
    if (const QString id = m_idOfPath.value(path); !id.isEmpty()) return id;
    return m_idOfPath.value(real);
}

ScriptPlace Scripts::place(const QString& scriptId, int line, int column) const
{
    const Script script = m_scripts.value(scriptId);
    if (script.map) {
        const auto original = script.map->original(line, column);
        if (original && QFileInfo::exists(original->path)) return {scriptId, script.url, original->path, original->line + 1, original->column + 1};
    }
    return {scriptId, script.url, script.path, line + 1, column + 1};
}

} // namespace loopscope
