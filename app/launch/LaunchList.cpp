#include "app/launch/LaunchList.h"

#include "app/launch/JsonComments.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>

namespace loopscope {

void LaunchList::setFolder(const QString& folder)
{
    if (folder == m_folder) return;
    m_folder = folder;
    reload();
}

QString LaunchList::ownFile() const { return m_folder.isEmpty() ? QString() : m_folder + QStringLiteral("/.loopscope/launch.json"); }

void LaunchList::reload()
{
    m_inputs.clear();
    std::vector<LaunchConfiguration> all;
    if (!m_folder.isEmpty()) {
        all = read(ownFile(), true);
        for (LaunchConfiguration& one : read(m_folder + QStringLiteral("/.vscode/launch.json"), false)) {
            const auto sameName = [&](const QString& name) { return std::ranges::any_of(all, [&](const LaunchConfiguration& other) { return other.name == name; }); };
            for (int n = 2; sameName(one.name); ++n) one.name = QStringLiteral("%1 (%2)").arg(one.name.section(QStringLiteral(" ("), 0, 0)).arg(n);
            all.push_back(std::move(one));
        }
    }
    if (all == m_all) return;
    m_all = std::move(all);
    emit changed();
}

std::vector<LaunchConfiguration> LaunchList::read(const QString& path, bool isOurs)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QJsonParseError error;
    const QByteArray text = withoutComments(file.readAll());
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (!document.isObject()) {
        const auto line = text.first(std::min<qsizetype>(error.offset, text.size())).count('\n') + 1;
        emit problem(tr("%1, line %2: %3. Its run configurations are left out.").arg(QDir(m_folder).relativeFilePath(path)).arg(line).arg(error.errorString()));
        return {};
    }
    const std::vector<LaunchInput> inputs = LaunchInput::fromJson(document.object()["inputs"].toArray());
    m_inputs.insert(m_inputs.end(), inputs.begin(), inputs.end());
    std::vector<LaunchConfiguration> all;
    for (const auto& value : document.object()["configurations"].toArray()) {
        LaunchConfiguration one = isOurs ? LaunchConfiguration::fromJson(value.toObject()) : LaunchConfiguration::fromCode(value.toObject());
        if (one.name.isEmpty()) continue;
        if (!isOurs) one.file = path;
        all.push_back(std::move(one));
    }
    return all;
}

const LaunchConfiguration* LaunchList::find(const QString& name) const
{
    const auto found = std::ranges::find(m_all, name, &LaunchConfiguration::name);
    return name.isEmpty() || found == m_all.end() ? nullptr : &*found;
}

std::vector<LaunchInput> LaunchList::inputsOf(const LaunchConfiguration& configuration) const
{
    std::vector<LaunchInput> wanted;
    for (const QString& id : configuration.inputs())
        if (const auto found = std::ranges::find(m_inputs, id, &LaunchInput::id); found != m_inputs.end()) wanted.push_back(*found);
    return wanted;
}

void LaunchList::choose(const QString& name)
{
    if (name == m_chosen) return;
    m_chosen = name;
    emit changed();
}

std::vector<LaunchConfiguration> LaunchList::own() const
{
    std::vector<LaunchConfiguration> own;
    std::ranges::copy_if(m_all, std::back_inserter(own), [](const LaunchConfiguration& one) { return one.file.isEmpty(); });
    return own;
}

bool LaunchList::save(const QString& name, LaunchConfiguration configuration)
{
    if (configuration.name.isEmpty()) return emit problem(tr("A run configuration needs a name.")), false;
    const LaunchConfiguration* const other = find(configuration.name);
    if (other && configuration.name != name) return emit problem(tr("There is a run configuration %1 already.").arg(configuration.name)), false;
    std::vector<LaunchConfiguration> own = this->own();
    configuration.file.clear();
    const auto old = std::ranges::find(own, name, &LaunchConfiguration::name);
    if (other && old == own.end()) return emit problem(tr("%1 is of .vscode/launch.json: give what you change another name.").arg(configuration.name)), false;
    if (old == own.end()) own.push_back(configuration);
    else *old = configuration;
    if (!write(own)) return false;
    if (m_chosen == name) m_chosen = configuration.name;
    reload();
    return true;
}

bool LaunchList::remove(const QString& name)
{
    std::vector<LaunchConfiguration> own = this->own();
    if (std::erase_if(own, [&](const LaunchConfiguration& one) { return one.name == name; }) == 0 || !write(own)) return false;
    if (m_chosen == name) m_chosen.clear();
    reload();
    return true;
}

/// As a whole or not at all.
bool LaunchList::write(const std::vector<LaunchConfiguration>& own)
{
    if (m_folder.isEmpty()) return emit problem(tr("Open the project's folder first (Ctrl+Shift+O): run configurations are kept in it.")), false;
    QJsonObject kept; // what else stands in it
    if (QFile file(ownFile()); file.open(QIODevice::ReadOnly)) kept = QJsonDocument::fromJson(withoutComments(file.readAll())).object();
    QJsonArray all;
    for (const LaunchConfiguration& one : own) all.append(one.toJson());
    kept["configurations"] = all;
    QDir(m_folder).mkpath(QStringLiteral(".loopscope"));
    QSaveFile file(ownFile());
    const QByteArray text = QJsonDocument(kept).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit()) return true;
    emit problem(tr("%1 cannot be written: %2.").arg(ownFile(), file.errorString()));
    return false;
}

} // namespace loopscope
