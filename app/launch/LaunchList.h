#pragma once

#include "app/launch/LaunchConfiguration.h"
#include "app/launch/LaunchInput.h"

#include <QObject>

#include <vector>

namespace loopscope {

/// The run configurations of a project: its own, from .loopscope/launch.json, and those of VS Code, from .vscode/launch.json. One of them
/// is chosen, or none: then it is the script in the editor.
///
/// Thread: the GUI's. Lifetime: the window's.
class LaunchList : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    const QString& folder() const { return m_folder; }
    void setFolder(const QString& folder); ///< of the project; "" for none
    /// Reads the files anew.
    void reload();

    const std::vector<LaunchConfiguration>& all() const { return m_all; } ///< own ones first
    const LaunchConfiguration* find(const QString& name) const;
    const LaunchConfiguration* chosen() const { return find(m_chosen); } ///< null: the script in the editor
    /// "" for none. A name that is not there yet is kept: its project may come later.
    void choose(const QString& name);
    const QString& chosenName() const { return m_chosen; }

    /// What the configuration asks for before it is started, of what its file describes.
    std::vector<LaunchInput> inputsOf(const LaunchConfiguration& configuration) const;

    /// Writes it into our file, in the place of `name`, or as a new one if that is "" or not of ours. False after problem().
    bool save(const QString& name, LaunchConfiguration configuration);
    bool remove(const QString& name);
    QString ownFile() const; ///< path; "" without a folder

signals:
    void changed(); ///< all() or chosen()
    void problem(const QString& sentence);

private:
    std::vector<LaunchConfiguration> read(const QString& path, bool isOurs);
    bool write(const std::vector<LaunchConfiguration>& own);
    std::vector<LaunchConfiguration> own() const;

    QString m_folder, m_chosen;
    std::vector<LaunchConfiguration> m_all;
    std::vector<LaunchInput> m_inputs; ///< of both files
};

} // namespace loopscope
