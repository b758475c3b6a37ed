#include "app/debugger/BreakpointDialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

namespace loopscope {

BreakpointDialog::BreakpointDialog(const Breakpoint& breakpoint, QWidget* parent)
    : QDialog(parent), m_breakpoint(breakpoint), m_condition(new QLineEdit(breakpoint.condition)), m_hits(new QSpinBox), m_message(new QLineEdit(breakpoint.logMessage))
{
    setWindowTitle(tr("Breakpoint at %1:%2").arg(breakpoint.path.section(u'/', -1)).arg(breakpoint.line));
    auto* form = new QFormLayout(this);
    m_condition->setObjectName(QStringLiteral("condition"));
    m_condition->setPlaceholderText(tr("always; or an expression such as  i > 10"));
    m_hits->setObjectName(QStringLiteral("hits"));
    m_hits->setRange(1, 1'000'000'000);
    m_hits->setValue(std::max(1, breakpoint.hits));
    m_hits->setSuffix(tr(" th time"));
    m_message->setObjectName(QStringLiteral("message"));
    m_message->setPlaceholderText(tr("stops; or a text to print instead, such as  i is {i}"));
    form->addRow(tr("&If"), m_condition);
    form->addRow(tr("&From the"), m_hits);
    form->addRow(tr("&Print"), m_message);
    auto* note = new QLabel(tr("What stands in { } is evaluated there. The text appears in the REPL panel, not in the program's output."));
    note->setProperty("role", "hint");
    note->setWordWrap(true);
    form->addRow(note);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
    setMinimumWidth(460);
    m_condition->setFocus();
}

Breakpoint BreakpointDialog::breakpoint() const
{
    Breakpoint b = m_breakpoint;
    b.condition = m_condition->text().trimmed();
    b.hits = m_hits->value() > 1 ? m_hits->value() : 0;
    b.logMessage = m_message->text().trimmed();
    return b;
}

} // namespace loopscope
