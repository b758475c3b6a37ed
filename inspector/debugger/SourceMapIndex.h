#pragma once

#include "inspector/debugger/SourceMap.h"

#include <QHash>

namespace loopscope {

/// Finds the scripts that are generated from a source before they are loaded, so that a breakpoint in the source binds in time: by the
/// maps (`*.map`) of the project that the source belongs to, which is the nearest folder above it with a package.json or tsconfig.json.
///
/// Thread: the GUI's. Looks at no more than kMostMaps maps and kMostFolders folders, and at nothing in node_modules or hidden folders.
class SourceMapIndex
{
public:
    static constexpr int kMostMaps = 2000, kMostFolders = 5000;

    struct Target {
        QString script; ///< path of the generated script
        std::shared_ptr<const SourceMap> map;
    };
    /// Of that source; none where nothing is known of it.
    std::vector<Target> targetsOf(const QString& source);
    /// A script that was loaded has this map.
    void note(const QString& script, std::shared_ptr<const SourceMap> map);
    void clear();

private:
    void look(const QString& project);

    QHash<QString, std::vector<Target>> m_targets; // by source
    QStringList m_looked; // projects
};

} // namespace loopscope
