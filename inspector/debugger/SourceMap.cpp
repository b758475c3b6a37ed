#include "inspector/debugger/SourceMap.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <algorithm>
#include <tuple>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("SourceMap", text); }

int digitOf(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/// One number (base 64, five bits a digit, the lowest of the first is the sign). False where there is none.
bool takeNumber(const char*& at, const char* end, int& number)
{
    qint64 value = 0;
    int shift = 0, digit = 32;
    for (; digit & 32; ++at, shift += 5) {
        if (at == end || shift > 35) return false;
        digit = digitOf(*at);
        if (digit < 0) return false;
        value |= static_cast<qint64>(digit & 31) << shift;
    }
    const qint64 half = value >> 1;
    number += static_cast<int>(std::clamp<qint64>(value & 1 ? -half : half, -0x7fffffff, 0x7fffffff));
    return true;
}

QString absolute(const QString& source, const QString& root, const QString& folder)
{
    QString path = root.isEmpty() || root.endsWith(u'/') ? root + source : root + u'/' + source;
    if (path.startsWith(QLatin1String("file:"))) path = QUrl(path).toLocalFile();
    if (path.startsWith(QLatin1String("webpack://"))) path = path.mid(10).section(u'/', 1);
    return QDir::cleanPath(QDir(folder).absoluteFilePath(path));
}

} // namespace

std::shared_ptr<const SourceMap> SourceMap::parse(const QByteArray& json, const QString& folder, QString* problem)
{
    QJsonParseError error;
    const QByteArray text = json.startsWith(")]}'") ? json.mid(json.indexOf('\n') + 1) : json;
    const QJsonObject map = QJsonDocument::fromJson(text, &error).object();
    auto made = std::make_shared<SourceMap>();
    const bool isMap = error.error == QJsonParseError::NoError && map["version"].toInt() == 3;
    if (isMap && made->addSection(map, folder, {})) {
        std::ranges::stable_sort(made->m_segments, {}, [](const Segment& s) { return std::tuple(s.line, s.column); });
        return made;
    }
    if (problem) *problem = isMap ? tr("its mappings are damaged") : error.error != QJsonParseError::NoError ? error.errorString() : tr("it is no source map of revision 3");
    return nullptr;
}

bool SourceMap::addSection(const QJsonObject& map, const QString& folder, Generated from)
{
    for (const auto& value : map["sections"].toArray()) {
        const QJsonObject section = value.toObject(), offset = section["offset"].toObject();
        const Generated at{from.line + offset["line"].toInt(), offset["column"].toInt()};
        if (!section["map"].isObject() || section["map"].toObject().contains("sections") || !addSection(section["map"].toObject(), folder, at)) return false;
    }
    if (map.contains("sections")) return true;
    const auto offset = static_cast<int>(m_sources.size());
    const QString root = map["sourceRoot"].toString();
    for (const auto& source : map["sources"].toArray()) m_sources << absolute(source.toString(), root, folder);
    return addMappings(map["mappings"].toString().toLatin1(), offset, from);
}

bool SourceMap::addMappings(const QByteArray& mappings, int sourceOffset, Generated from)
{
    int line = from.line, column = from.column, source = 0, sourceLine = 0, sourceColumn = 0, name = 0;
    const char* at = mappings.constData();
    const char* const end = at + mappings.size();
    while (at != end) {
        if (*at == ';') {
            ++line, ++at;
            column = 0;
        } else if (*at == ',') {
            ++at;
        } else {
            if (!takeNumber(at, end, column)) return false;
            Segment segment{line, column, -1, 0, 0};
            if (at != end && *at != ',' && *at != ';') {
                if (!takeNumber(at, end, source) || !takeNumber(at, end, sourceLine) || !takeNumber(at, end, sourceColumn)) return false;
                if (at != end && *at != ',' && *at != ';' && !takeNumber(at, end, name)) return false;
                if (source < 0 || source + sourceOffset >= m_sources.size() || sourceLine < 0 || sourceColumn < 0 || column < 0) return false;
                segment = {line, column, source + sourceOffset, sourceLine, sourceColumn};
            }
            m_segments.push_back(segment);
        }
    }
    return true;
}

std::shared_ptr<const SourceMap> SourceMap::load(const QString& url, const QString& scriptPath, QString* problem)
{
    const QString folder = QFileInfo(scriptPath).absolutePath();
    if (url.startsWith(QLatin1String("data:"))) {
        const qsizetype comma = url.indexOf(u',');
        const QByteArray data = url.mid(comma + 1).toLatin1();
        if (comma < 0) return nullptr;
        return parse(url.left(comma).contains(QLatin1String(";base64")) ? QByteArray::fromBase64(data) : QByteArray::fromPercentEncoding(data), folder, problem);
    }
    const QString path = url.startsWith(QLatin1String("file:")) ? QUrl(url).toLocalFile() : QDir::cleanPath(QDir(folder).absoluteFilePath(QUrl::fromPercentEncoding(url.toUtf8())));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        if (problem) *problem = tr("%1 cannot be read").arg(path);
        return nullptr;
    }
    return parse(file.readAll(), QFileInfo(path).absolutePath(), problem);
}

std::optional<SourceMap::Place> SourceMap::original(int line, int column) const
{
    const auto after = std::ranges::upper_bound(m_segments, std::tuple(line, column), {}, [](const Segment& s) { return std::tuple(s.line, s.column); });
    if (after == m_segments.begin()) return std::nullopt;
    const Segment& segment = *(after - 1);
    if (segment.line != line || segment.source < 0) return std::nullopt;
    return Place{m_sources[segment.source], segment.sourceLine, segment.sourceColumn};
}

std::optional<SourceMap::Generated> SourceMap::generated(const QString& path, int line) const
{
    const qsizetype source = m_sources.indexOf(path);
    const Segment* best = nullptr;
    for (const Segment& s : m_segments) {
        if (s.source != source || source < 0 || s.sourceLine < line) continue;
        if (!best || std::tuple(s.sourceLine, s.line, s.column) < std::tuple(best->sourceLine, best->line, best->column)) best = &s;
    }
    return best ? std::optional(Generated{best->line, best->column}) : std::nullopt;
}

} // namespace loopscope
