#include "inspector/profile/ProfileReader.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace loopscope::profile {

namespace {

constexpr std::int64_t kNsPerMicrosecond = 1000;
constexpr std::int64_t kLongest = std::numeric_limits<std::int64_t>::max() / kNsPerMicrosecond / 4;
const QString kCollector = QStringLiteral("(garbage collector)");

QString tr(const char* text) { return QCoreApplication::translate("ProfileReader", text); }

struct Damage : std::runtime_error {
    explicit Damage(const QString& sentence) : std::runtime_error(sentence.toStdString()) {}
};

class Reader
{
public:
    std::shared_ptr<const Profile> read(const QJsonObject& file)
    {
        const QJsonObject head = file[QLatin1String("head")].toObject();
        if (file.contains(QLatin1String("nodes"))) {
            readFlat(array(file, "nodes"));
            readSamples(array(file, "samples"), array(file, "timeDeltas"), true, file);
        } else if (head.contains(QLatin1String("selfSize"))) {
            m_profile->kind = Kind::Allocations;
            readNested(head);
        } else if (!head.isEmpty()) {
            readNested(head);
            readSamples(array(file, "samples"), array(file, "timestamps"), false, file);
        } else {
            throw Damage(tr("it has neither “nodes” nor “head”, so that it is neither a CPU profile nor one of allocations"));
        }
        m_profile->join();
        return m_profile;
    }

private:
    static QJsonArray array(const QJsonObject& object, const char* name)
    {
        const QJsonValue value = object[QLatin1String(name)];
        if (!value.isArray()) throw Damage(tr("“%1” is missing, or no array").arg(QLatin1String(name)));
        return value.toArray();
    }

    static std::int64_t microseconds(const QJsonValue& value)
    {
        return std::clamp(static_cast<std::int64_t>(std::clamp(value.toDouble(), -1e18, 1e18)), -kLongest, kLongest);
    }

    std::uint32_t functionOf(const QJsonObject& node)
    {
        // In the older form the frame's parts stand in the node itself, and count from 1.
        const bool isOld = !node.contains(QLatin1String("callFrame"));
        const QJsonObject frame = isOld ? node : node[QLatin1String("callFrame")].toObject();
        Function function;
        function.name = frame[QLatin1String("functionName")].toString();
        function.url = frame[QLatin1String("url")].toString();
        const auto number = [&](const char* name) { return std::max(0, frame[QLatin1String(name)].toInt(isOld ? 0 : -1) + (isOld ? 0 : 1)); };
        function.line = number("lineNumber");
        function.column = number("columnNumber");
        if (function.name.isEmpty()) function.name = QStringLiteral("(anonymous)");
        const auto known = m_functions.constFind(function);
        if (known != m_functions.constEnd()) return *known;
        m_profile->functions.push_back(function);
        return m_functions.insert(function, static_cast<std::uint32_t>(m_profile->functions.size() - 1)).value();
    }

    std::uint32_t add(const QJsonObject& node, std::uint32_t parent)
    {
        m_profile->nodes.push_back({functionOf(node), parent});
        if (m_profile->kind == Kind::Allocations) m_profile->bytes.push_back(static_cast<std::int64_t>(std::clamp(node[QLatin1String("selfSize")].toDouble(), 0.0, 1e18)));
        const auto place = static_cast<std::uint32_t>(m_profile->nodes.size() - 1);
        m_places.insert(node[QLatin1String("id")].toInteger(-1), place);
        return place;
    }

    // The children of each node by their numbers, or each node's parent.
    void readFlat(const QJsonArray& nodes)
    {
        if (nodes.isEmpty()) throw Damage(tr("“nodes” is empty"));
        std::vector<QJsonObject> all;
        QHash<qint64, std::size_t> byId;
        for (const QJsonValue& value : nodes) {
            const qint64 id = value[QLatin1String("id")].toInteger(-1);
            if (byId.contains(id)) throw Damage(tr("two nodes have the id %1").arg(id));
            byId.insert(id, all.size());
            all.push_back(value.toObject());
        }
        std::vector<std::vector<std::size_t>> below(all.size());
        std::vector<bool> hasParent(all.size(), false);
        const auto link = [&](std::size_t parent, std::size_t child) {
            if (hasParent[child]) throw Damage(tr("node %1 has two parents").arg(all[child][QLatin1String("id")].toInteger()));
            hasParent[child] = true;
            below[parent].push_back(child);
        };
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (const QJsonValue& child : all[i][QLatin1String("children")].toArray()) {
                const auto place = byId.constFind(child.toInteger(-1));
                if (place == byId.constEnd()) throw Damage(tr("node %1 has the child %2, which is not there").arg(all[i][QLatin1String("id")].toInteger()).arg(child.toInteger(-1)));
                link(i, *place);
            }
            if (const QJsonValue parent = all[i][QLatin1String("parent")]; parent.isDouble()) {
                const auto place = byId.constFind(parent.toInteger(-1));
                if (place == byId.constEnd()) throw Damage(tr("node %1 has the parent %2, which is not there").arg(all[i][QLatin1String("id")].toInteger()).arg(parent.toInteger(-1)));
                link(*place, i);
            }
        }
        if (hasParent[0]) throw Damage(tr("its first node is not the root"));
        std::vector<std::pair<std::size_t, std::uint32_t>> open{{0, 0}};
        while (!open.empty()) {
            const auto [node, parent] = open.back();
            open.pop_back();
            const std::uint32_t place = add(all[node], parent);
            for (std::size_t i = below[node].size(); i-- > 0;) open.emplace_back(below[node][i], place);
        }
        if (m_profile->nodes.size() != all.size()) throw Damage(tr("%1 of its nodes cannot be reached from the root").arg(all.size() - m_profile->nodes.size()));
    }

    void readNested(const QJsonObject& head)
    {
        std::vector<std::pair<QJsonObject, std::uint32_t>> open{{head, 0}};
        while (!open.empty()) {
            const auto [node, parent] = open.back();
            open.pop_back();
            const std::uint32_t place = add(node, parent);
            const QJsonArray children = node[QLatin1String("children")].toArray();
            for (qsizetype i = children.size(); i-- > 0;) open.emplace_back(children[i].toObject(), place);
        }
    }

    void readSamples(const QJsonArray& samples, const QJsonArray& times, bool areDeltas, const QJsonObject& file)
    {
        if (samples.size() != times.size()) throw Damage(tr("it has %1 samples, but %2 times").arg(samples.size()).arg(times.size()));
        // The older form counts seconds for the whole, microseconds for the samples.
        const double unit = areDeltas ? 1 : 1e6;
        const auto edge = [&](const char* name) { return microseconds(file[QLatin1String(name)].toDouble() * unit); };
        std::int64_t begin = edge("startTime"), now = begin, last = begin;
        for (qsizetype i = 0; i < samples.size(); ++i) {
            const auto place = m_places.constFind(samples[i].toInteger(-1));
            if (place == m_places.constEnd()) throw Damage(tr("sample %1 is of node %2, which is not there").arg(i).arg(samples[i].toInteger(-1)));
            now = areDeltas ? std::clamp(now + microseconds(times[i]), -kLongest, kLongest) : microseconds(times[i]);
            m_profile->samples.push_back({now, *place});
            last = std::max(last, now);
        }
        std::ranges::stable_sort(m_profile->samples, {}, &Sample::time);
        if (!m_profile->samples.empty()) begin = std::min(begin, m_profile->samples.front().time);
        for (Sample& sample : m_profile->samples) sample.time = (sample.time - begin) * kNsPerMicrosecond;
        m_profile->begin = begin * kNsPerMicrosecond;
        m_profile->length = (std::max(last, edge("endTime")) - begin) * kNsPerMicrosecond;
        standCollections();
    }

    void standCollections()
    {
        QHash<std::uint32_t, std::uint32_t> standing;
        std::uint32_t before = 0;
        for (Sample& sample : m_profile->samples) {
            if (m_profile->functionOf(sample.node).name != kCollector) {
                before = m_profile->functionOf(sample.node).isV8s() ? 0 : sample.node;
            } else if (before != 0) {
                auto found = standing.constFind(before);
                if (found == standing.constEnd()) {
                    m_profile->nodes.push_back({m_profile->nodes[sample.node].function, before});
                    found = standing.insert(before, static_cast<std::uint32_t>(m_profile->nodes.size() - 1));
                }
                sample.node = *found;
            }
        }
    }

    std::shared_ptr<Profile> m_profile = std::make_shared<Profile>();
    QHash<Function, std::uint32_t> m_functions;
    QHash<qint64, std::uint32_t> m_places; // by V8's id
};

} // namespace

std::shared_ptr<const Profile> readProfile(const QByteArray& json, QString* problem)
{
    QJsonParseError error;
    const QJsonDocument file = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        *problem = tr("it is no whole JSON file: %1 at byte %2").arg(error.errorString()).arg(error.offset);
        return nullptr;
    }
    try {
        return Reader().read(file.object());
    } catch (const Damage& damage) {
        *problem = QString::fromUtf8(damage.what());
        return nullptr;
    }
}

} // namespace loopscope::profile
