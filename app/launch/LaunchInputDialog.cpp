#include "app/launch/LaunchInputDialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

namespace loopscope {

LaunchInputDialog::LaunchInputDialog(const QString& configuration, const std::vector<LaunchInput>& inputs, const QHash<QString, QString>& before, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Run %1").arg(configuration));
    auto* form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (const LaunchInput& input : inputs) {
        const QString value = before.value(input.id, input.first), question = input.description.isEmpty() ? input.id : input.description;
        QWidget* field = nullptr;
        if (input.options.isEmpty()) {
            auto* line = new QLineEdit(value);
            if (input.isSecret) line->setEchoMode(QLineEdit::Password);
            field = line;
        } else {
            auto* list = new QComboBox;
            list->addItems(input.options);
            list->setCurrentIndex(std::max(0, static_cast<int>(input.options.indexOf(value))));
            field = list;
        }
        field->setObjectName(input.id);
        field->setAccessibleName(question);
        field->setMinimumWidth(320);
        form->addRow(question, field);
        m_fields[input.id] = field;
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
}

QHash<QString, QString> LaunchInputDialog::answers() const
{
    QHash<QString, QString> answers;
    for (auto it = m_fields.begin(); it != m_fields.end(); ++it) {
        const auto* line = qobject_cast<const QLineEdit*>(*it);
        answers[it.key()] = line ? line->text() : static_cast<const QComboBox*>(*it)->currentText();
    }
    return answers;
}

} // namespace loopscope
