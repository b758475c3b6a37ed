#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

class QJsonObject;

namespace loopscope {

/// Which place in which source a place in a generated script comes from (source maps, revision 3; sections too). A value, shared.
///
/// Thread: any. Lines and columns are 0-based, as in the file.
class SourceMap
{
public:
    struct Place {
        QString path; ///< of the source
        int line = 0, column = 0;
        bool operator==(const Place&) const = default;
    };
    struct Generated {
        int line = 0, column = 0;
        bool operator==(const Generated&) const = default;
    };

    /// `folder`: of the map, from which its sources count. Null, and `problem` says what, for what is none.
    static std::shared_ptr<const SourceMap> parse(const QByteArray& json, const QString& folder, QString* problem = nullptr);
    /// Of a script whose comment names this url: a data: url, or a file beside the script. Null if there is none.
    static std::shared_ptr<const SourceMap> load(const QString& url, const QString& scriptPath, QString* problem = nullptr);

    const QStringList& sources() const { return m_sources; } ///< absolute paths
    std::optional<Place> original(int line, int column) const;
    /// Where the code of that line of a source begins; of the next line that has code, if that one has none.
    std::optional<Generated> generated(const QString& path, int line) const;

private:
    struct Segment {
        int line, column;   // generated
        int source, sourceLine, sourceColumn; // source -1: of no source
    };
    bool addMappings(const QByteArray& mappings, int sourceOffset, Generated from);
    bool addSection(const QJsonObject& map, const QString& folder, Generated from);

    QStringList m_sources;
    std::vector<Segment> m_segments; // by generated place
};

} // namespace loopscope
