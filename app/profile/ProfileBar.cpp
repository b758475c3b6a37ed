#include "app/profile/ProfileBar.h"

#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>
#include <QToolButton>

namespace loopscope {

ProfileBar::ProfileBar(const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_themes(themes), m_chooser(new QComboBox), m_field(new QLineEdit), m_summary(new StillLabel), m_tabs(new QTabBar)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(4);
    m_cpu = button(QStringLiteral("recording"), tr("Record CPU"), tr("Where the main thread's time goes: of the program that runs, or of the next from its first line"));
    m_allocations = button(QStringLiteral("recording"), tr("Record allocations"), tr("Which calls allocate what still lives when the recording ends"));
    for (QToolButton* record : {m_cpu, m_allocations}) record->setCheckable(true);
    QToolButton* open = button(QStringLiteral("folder-open"), {}, tr("Open a .cpuprofile or .heapprofile"));
    m_save = button(QStringLiteral("save"), {}, tr("Save the profile that is shown"));
    m_chooser->setAccessibleName(tr("Profile"));
    m_field->setClearButtonEnabled(true);
    m_field->setMaximumWidth(220);
    m_field->setPlaceholderText(tr("Filter"));
    m_field->setAccessibleName(tr("Filter of functions and files"));
    m_summary->label().setProperty("role", "hint");
    m_summary->label().setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (QWidget* part : std::initializer_list<QWidget*>{m_cpu, m_allocations, open, m_save, m_chooser}) row->addWidget(part);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_summary, 1);
    column->addLayout(row);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Views of the profile"));
    for (int i = 0; i < kProfileViewCount; ++i) {
        m_tabs->addTab(viewTitle(static_cast<ProfileView>(i)));
        m_tabs->setTabToolTip(i, viewTip(static_cast<ProfileView>(i)));
    }
    m_internals = button(QStringLiteral("filter"), tr("Node's internals"), tr("Show Node's own calls below the program's, too"));
    m_internals->setCheckable(true);
    auto* second = new QHBoxLayout;
    second->setContentsMargins(0, 0, 8, 2);
    second->setSpacing(4);
    second->addWidget(m_tabs, 1);
    second->addWidget(m_internals);
    second->addWidget(m_field);
    column->addLayout(second);
    connect(m_internals, &QToolButton::toggled, this, &ProfileBar::internalsWanted);
    connect(m_cpu, &QToolButton::clicked, this, &ProfileBar::cpuWanted);
    connect(m_allocations, &QToolButton::clicked, this, &ProfileBar::allocationsWanted);
    connect(open, &QToolButton::clicked, this, &ProfileBar::openWanted);
    connect(m_save, &QToolButton::clicked, this, &ProfileBar::saveWanted);
    connect(m_chooser, &QComboBox::activated, this, &ProfileBar::choiceChanged);
    connect(m_tabs, &QTabBar::currentChanged, this, &ProfileBar::viewChanged);
    connect(m_field, &QLineEdit::textChanged, this, &ProfileBar::textChanged);
}

QToolButton* ProfileBar::button(const QString& name, const QString& text, const QString& tip)
{
    auto* result = new QToolButton;
    result->setIcon(icon(m_themes, name));
    result->setToolTip(tip);
    result->setAccessibleName(text.isEmpty() ? tip : text);
    result->setText(text);
    result->setToolButtonStyle(text.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    return result;
}

ProfileView ProfileBar::view() const { return static_cast<ProfileView>(m_tabs->currentIndex()); }
bool ProfileBar::hasInternals() const { return m_internals->isChecked(); }
void ProfileBar::toggleInternals() { m_internals->toggle(); }
void ProfileBar::setView(ProfileView view) { m_tabs->setCurrentIndex(static_cast<int>(view)); }

void ProfileBar::showState(const State& state)
{
    m_cpu->setChecked(state.isRecordingCpu);
    m_cpu->setText(state.isRecordingCpu ? tr("Stop recording") : tr("Record CPU"));
    m_cpu->setEnabled(!state.isRecordingAllocations);
    m_allocations->setChecked(state.isRecordingAllocations);
    m_allocations->setText(state.isRecordingAllocations ? tr("Stop recording") : tr("Record allocations"));
    m_allocations->setEnabled(!state.isRecordingCpu);
    m_save->setEnabled(state.hasFile);
    m_chooser->setVisible(state.hasFile);
    m_field->setVisible(state.hasFile);
    m_tabs->setVisible(state.hasFile);
    m_internals->setVisible(state.hasFile && view() == ProfileView::Flame);
    m_summary->setText(state.summary);
    m_summary->setToolTip(state.summary);
}

} // namespace loopscope
