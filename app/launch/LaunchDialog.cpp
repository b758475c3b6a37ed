#include "app/launch/LaunchDialog.h"

#include "app/launch/LaunchList.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>

namespace loopscope {

using Target = LaunchConfiguration::Target;

QString lineOfWords(const QStringList& words)
{
    QStringList quoted;
    for (QString word : words) {
        const bool isPlain = !word.isEmpty() && !word.contains(u' ') && !word.contains(u'"');
        quoted << (isPlain ? word : u'"' + word.replace(u'"', QLatin1String("\"\"\"")) + u'"');
    }
    return quoted.join(u' ');
}

LaunchDialog::LaunchDialog(LaunchList& list, const QString& script, QWidget* parent) : QDialog(parent), m_list(list), m_script(script)
{
    setWindowTitle(tr("Run configurations"));
    build();
    connect(&m_list, &LaunchList::problem, this, [this](const QString& sentence) { m_problem->setText(sentence); });
    connect(m_names, &QListWidget::currentRowChanged, this, [this](int row) {
        const QString name = row >= 0 ? m_names->item(row)->data(Qt::UserRole).toString() : QString();
        if (name == m_shown) return;
        if (!keep()) return showConfiguration(m_shown);
        if (const LaunchConfiguration* c = m_list.find(name)) fill(*c);
    });
    fillList();
    if (m_list.all().empty()) add({.name = m_script.isEmpty() ? tr("New") : QFileInfo(m_script).fileName(), .script = m_script});
    else showConfiguration(m_list.chosen() ? m_list.chosenName() : m_list.all().front().name);
    resize(760, 520);
}

void LaunchDialog::build()
{
    m_names = new QListWidget;
    m_names->setObjectName(QStringLiteral("names"));
    m_names->setAccessibleName(tr("Run configurations"));
    auto* left = new QVBoxLayout;
    left->addWidget(m_names, 1);
    auto* buttons = new QHBoxLayout;
    auto* add = new QPushButton(tr("&New"));
    m_copy = new QPushButton(tr("Cop&y"));
    m_remove = new QPushButton(tr("&Remove"));
    for (QPushButton* button : {add, m_copy, m_remove}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    add->setObjectName(QStringLiteral("add"));
    m_copy->setObjectName(QStringLiteral("copy"));
    m_remove->setObjectName(QStringLiteral("remove"));
    connect(add, &QPushButton::clicked, this, [this] { if (keep()) this->add({.name = tr("New"), .script = m_script}); });
    connect(m_copy, &QPushButton::clicked, this, [this] { if (keep()) this->add(taken()); });
    connect(m_remove, &QPushButton::clicked, this, &LaunchDialog::removeShown);
    left->addLayout(buttons);
    auto* right = new QVBoxLayout;
    m_form = new QFormLayout;
    buildForm(m_form);
    right->addLayout(m_form);
    m_note = new QLabel;
    m_note->setProperty("role", "hint");
    m_note->setWordWrap(true);
    right->addWidget(m_note);
    m_problem = new QLabel;
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    right->addWidget(m_problem);
    right->addStretch(1);
    auto* close = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(close, &QDialogButtonBox::accepted, this, &LaunchDialog::accept);
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::reject);
    right->addWidget(close);
    auto* columns = new QHBoxLayout(this);
    columns->addLayout(left, 2);
    columns->addLayout(right, 5);
}

void LaunchDialog::buildForm(QFormLayout* form)
{
    const auto line = [](const QString& name, const QString& hint) {
        auto* made = new QLineEdit;
        made->setObjectName(name);
        made->setPlaceholderText(hint);
        return made;
    };
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Na&me"), m_name = line("name", {}));
    m_target = new QComboBox;
    m_target->setObjectName(QStringLiteral("target"));
    m_target->addItems({tr("In this process: recorded, debugged"), tr("In a process of its own: debugged"), tr("Attach to host:port"), tr("Attach to a process")});
    connect(m_target, &QComboBox::currentIndexChanged, this, &LaunchDialog::showFields);
    form->addRow(tr("&Target"), m_target);
    form->addRow(tr("&Script"), m_path = line("script", tr("server.js, ${file}, ${workspaceFolder}/bin/cli.js")));
    form->addRow(tr("&Arguments"), m_arguments = line("arguments", {}));
    form->addRow(tr("&Folder"), m_folder = line("folder", tr("the project's")));
    m_environment = new QPlainTextEdit;
    m_environment->setObjectName(QStringLiteral("environment"));
    m_environment->setPlaceholderText(tr("NAME=value, a line each"));
    m_environment->setTabChangesFocus(true);
    m_environment->setMaximumHeight(90);
    form->addRow(tr("&Environment"), m_environment);
    form->addRow(tr("Fi&le of variables"), m_environmentFile = line("environmentFile", tr(".env")));
    form->addRow(tr("Node &options"), m_options = line("options", tr("--conditions=development")));
    form->addRow(tr("E&xecutable"), m_runtime = line("runtime", tr("the node that Loopscope carries; or node, npm, /opt/node22/bin/node")));
    form->addRow(tr("&Place"), m_place = line("place", tr("127.0.0.1:9229")));
    form->addRow(tr("Process &id"), m_pid = line("pid", tr("asked for at the start")));
    form->addRow(tr("S&kip"), m_skip = line("skip", tr("**/node_modules/** !**/node_modules/mine/**")));
    form->addRow(tr("Files &here"), m_localRoot = line("localRoot", tr("${workspaceFolder}")));
    form->addRow(tr("Files the&re"), m_remoteRoot = line("remoteRoot", tr("/app, where they lie for the program")));
    m_stops = new QCheckBox(tr("Stop at the first &line"));
    m_stops->setObjectName(QStringLiteral("stops"));
    form->addRow(QString(), m_stops);
}

void LaunchDialog::showFields()
{
    const auto target = static_cast<Target>(m_target->currentIndex());
    const bool runs = target == Target::InProcess || target == Target::OwnProcess;
    for (QWidget* field : std::initializer_list<QWidget*>{m_path, m_arguments, m_folder, m_environment, m_environmentFile, m_options, m_stops}) m_form->setRowVisible(field, runs);
    m_form->setRowVisible(m_runtime, target == Target::OwnProcess);
    for (QWidget* field : {m_localRoot, m_remoteRoot}) m_form->setRowVisible(field, target == Target::AttachPlace);
    m_form->setRowVisible(m_place, target == Target::AttachPlace);
    m_form->setRowVisible(m_pid, target == Target::AttachPid);
}

void LaunchDialog::fillList()
{
    const QSignalBlocker blocked(m_names);
    m_names->clear();
    for (const LaunchConfiguration& c : m_list.all()) {
        auto* item = new QListWidgetItem(c.name, m_names);
        item->setData(Qt::UserRole, c.name);
        item->setToolTip(c.summary());
    }
}

void LaunchDialog::showConfiguration(const QString& name)
{
    const QSignalBlocker blocked(m_names);
    for (int row = 0; row < m_names->count(); ++row)
        if (m_names->item(row)->data(Qt::UserRole) == name) m_names->setCurrentRow(row);
    if (const LaunchConfiguration* c = m_list.find(name); c && name != m_shown) fill(*c);
}

void LaunchDialog::fill(const LaunchConfiguration& c)
{
    m_shown = c.name;
    m_name->setText(c.name);
    m_target->setCurrentIndex(static_cast<int>(c.target));
    m_path->setText(c.script);
    m_arguments->setText(lineOfWords(c.arguments));
    m_folder->setText(c.folder);
    QStringList variables;
    for (const auto& [name, value] : c.environment) variables << name + u'=' + value;
    m_environment->setPlainText(variables.join(u'\n'));
    m_environmentFile->setText(c.environmentFile);
    m_options->setText(lineOfWords(c.nodeOptions));
    m_runtime->setText(c.runtime);
    m_place->setText(c.place);
    m_pid->setText(c.pid);
    m_skip->setText(lineOfWords(c.skipFiles));
    m_localRoot->setText(c.localRoot);
    m_remoteRoot->setText(c.remoteRoot);
    m_stops->setChecked(c.stopsAtFirstLine);
    const bool isOurs = c.file.isEmpty();
    for (int row = 0; row < m_form->rowCount(); ++row)
        if (QLayoutItem* item = m_form->itemAt(row, QFormLayout::FieldRole); item && item->widget()) item->widget()->setEnabled(isOurs);
    m_remove->setEnabled(isOurs);
    m_note->setText(isOurs ? tr("Kept in %1. ${workspaceFolder}, ${file}, ${env:NAME} and their like are understood.").arg(QStringLiteral(".loopscope/launch.json"))
                           : tr("From .vscode/launch.json, which is read and never written. Copy it to change it here."));
    m_problem->clear();
    showFields();
}

LaunchConfiguration LaunchDialog::taken() const
{
    LaunchConfiguration c;
    c.name = m_name->text().trimmed();
    c.target = static_cast<Target>(m_target->currentIndex());
    c.script = m_path->text().trimmed();
    c.arguments = QProcess::splitCommand(m_arguments->text());
    c.folder = m_folder->text().trimmed();
    for (const QString& variable : m_environment->toPlainText().split(u'\n'))
        if (const qsizetype at = variable.indexOf(u'='); at > 0) c.environment.append({variable.first(at).trimmed(), variable.sliced(at + 1)});
    c.environmentFile = m_environmentFile->text().trimmed();
    c.nodeOptions = QProcess::splitCommand(m_options->text());
    c.runtime = m_runtime->text().trimmed();
    c.place = m_place->text().trimmed();
    c.pid = m_pid->text().trimmed();
    c.skipFiles = QProcess::splitCommand(m_skip->text());
    c.localRoot = m_localRoot->text().trimmed();
    c.remoteRoot = m_remoteRoot->text().trimmed();
    c.stopsAtFirstLine = m_stops->isChecked();
    return c;
}

bool LaunchDialog::keep()
{
    const LaunchConfiguration* const before = m_list.find(m_shown);
    if (!before || !before->file.isEmpty()) return true;
    const LaunchConfiguration now = taken();
    if (now == *before) return true;
    if (!m_list.save(m_shown, now)) return false;
    m_shown = now.name;
    fillList();
    showConfiguration(m_shown);
    return true;
}

void LaunchDialog::add(LaunchConfiguration c)
{
    const QString name = c.name;
    for (int n = 2; m_list.find(c.name); ++n) c.name = QStringLiteral("%1 %2").arg(name).arg(n);
    if (!m_list.save({}, c)) return;
    fillList();
    showConfiguration(c.name);
    m_name->setFocus();
    m_name->selectAll();
}

void LaunchDialog::removeShown()
{
    if (!m_list.remove(m_shown)) return;
    m_shown.clear();
    fillList();
    if (!m_list.all().empty()) showConfiguration(m_list.all().front().name);
}

void LaunchDialog::accept()
{
    if (!keep()) return;
    if (!m_shown.isEmpty()) m_list.choose(m_shown);
    QDialog::accept();
}

} // namespace loopscope
