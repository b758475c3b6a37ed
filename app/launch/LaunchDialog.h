#pragma once

#include "app/launch/LaunchConfiguration.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace loopscope {

class LaunchList;

/// Run configurations to look at, change, make and remove. What is changed is kept as soon as another is chosen, or it is closed.
///
/// Thread: the GUI's. The list must outlive it.
class LaunchDialog : public QDialog
{
    Q_OBJECT
public:
    /// `script`: of the one that is made if there is none.
    LaunchDialog(LaunchList& list, const QString& script, QWidget* parent = nullptr);

    void showConfiguration(const QString& name);

public slots:
    void accept() override;

private:
    void build();
    void buildForm(QFormLayout* form);
    void fillList();
    void fill(const LaunchConfiguration& configuration);
    LaunchConfiguration taken() const;
    bool keep();
    void add(LaunchConfiguration configuration);
    void removeShown();
    void showFields();

    LaunchList& m_list;
    const QString m_script;
    QString m_shown; ///< name of the one in the form
    QListWidget* m_names;
    QLineEdit *m_name, *m_path, *m_arguments, *m_folder, *m_options, *m_runtime, *m_environmentFile, *m_place, *m_pid, *m_skip, *m_localRoot, *m_remoteRoot;
    QPlainTextEdit* m_environment;
    QComboBox* m_target;
    QCheckBox* m_stops;
    QLabel *m_note, *m_problem;
    QPushButton *m_copy, *m_remove;
    QFormLayout* m_form;
};

/// Words in one line, with quotes around those that need them; and back by QProcess::splitCommand.
QString lineOfWords(const QStringList& words);

} // namespace loopscope
