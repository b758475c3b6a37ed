#pragma once

#include "inspector/debugger/CallFrame.h"
#include "inspector/debugger/PathMap.h"
#include "inspector/debugger/SourceMapIndex.h"

#include <QHash>
#include <QJsonObject>

namespace loopscope {

/// The scripts that the program has loaded, by the protocol's id. A value of the GUI's thread.
class Scripts
{
public:
    void note(const QJsonObject& scriptParsed);
    void clear();
    /// Of a program whose files lie elsewhere; before it has loaded any. It outlives clear().
    void setPathMap(const PathMap& map) { m_paths = map; }
    QString pathOf(const QString& url) const;  ///< of the file here; empty for what is none
    QString urlOf(const QString& path) const;  ///< as the program names that file
    /// Scripts that are generated from this source; see SourceMapIndex.
    std::vector<SourceMapIndex::Target> targetsOf(const QString& source) { return m_maps.targetsOf(source); }
    std::shared_ptr<const SourceMap> mapOf(const QString& scriptId) const { return m_scripts.value(scriptId).map; }

    /// 0-based line and column of the protocol's; in the source, where a map leads to one that is there.
    ScriptPlace place(const QString& scriptId, int line, int column) const;
    ScriptPlace place(const QJsonObject& location) const { return place(location["scriptId"].toString(), location["lineNumber"].toInt(), location["columnNumber"].toInt()); }
    /// The beginnings of all that are loaded, by url; what has none (of eval) is left out, and so is ours.
    std::vector<ScriptPlace> all() const;
    ScriptPlace beginOf(const QString& scriptId) const; ///< an empty url if it is none of all()
    QString idOf(const QString& path) const; ///< of the newest; empty if it is not loaded

private:
    struct Script {
        QString url, path;
        std::shared_ptr<const SourceMap> map;
    };
    QHash<QString, Script> m_scripts;
    QHash<QString, QString> m_idOfPath;
    SourceMapIndex m_maps;
    PathMap m_paths;
};

/// "/home/ada/a.js" of "file:///home/ada/a.js"; empty for another kind.
QString pathOfUrl(const QString& url);
/// As Node names the file of that path: through all links.
QString urlOfPath(const QString& path);

} // namespace loopscope
