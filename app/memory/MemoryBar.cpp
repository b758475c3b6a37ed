#include "app/memory/MemoryBar.h"

#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QTabBar>
#include <QToolButton>

namespace loopscope {

MemoryBar::MemoryBar(const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_themes(themes), m_chooser(new QComboBox), m_baseChooser(new QComboBox), m_field(new QLineEdit), m_summary(new QLabel), m_progress(new QProgressBar), m_tabs(new QTabBar)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(4);
    m_take = button(QStringLiteral("plus"), tr("Of the program's heap as it is now. The program stands meanwhile."));
    m_take->setText(tr("Take snapshot"));
    m_take->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_take->setPopupMode(QToolButton::MenuButtonPopup);
    m_take->setMenu(waysToTake());
    QToolButton* open = button(QStringLiteral("folder-open"), tr("Open a .heapsnapshot"));
    m_save = button(QStringLiteral("save"), tr("Save the snapshot that is shown"));
    m_cancel = button(QStringLiteral("close"), tr("Cancel (Esc)"));
    m_chooser->setAccessibleName(tr("Snapshot"));
    m_baseChooser->setAccessibleName(tr("Compared with"));
    m_baseChooser->setToolTip(tr("Which snapshot comparison and suspects begin with; those between count too"));
    m_field->setClearButtonEnabled(true);
    m_field->setMaximumWidth(220);
    m_summary->setProperty("role", "hint");
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_summary->setMinimumWidth(1);
    m_progress->setRange(0, 100);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(90);
    m_progress->setMaximumHeight(6);
    for (QWidget* part : std::initializer_list<QWidget*>{m_take, open, m_save, m_chooser, m_baseChooser, m_field}) row->addWidget(part);
    row->addWidget(m_summary, 1);
    row->addWidget(m_progress);
    row->addWidget(m_cancel);
    column->addLayout(row);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setAccessibleName(tr("Views of the snapshot"));
    for (int i = 0; i < kHeapViewCount; ++i) {
        m_tabs->addTab(viewTitle(static_cast<HeapView>(i)));
        m_tabs->setTabToolTip(i, viewTip(static_cast<HeapView>(i)));
    }
    setView(HeapView::Summary);
    column->addWidget(m_tabs);
    connect(m_take, &QToolButton::clicked, this, &MemoryBar::takeWanted);
    connect(open, &QToolButton::clicked, this, &MemoryBar::openWanted);
    connect(m_save, &QToolButton::clicked, this, &MemoryBar::saveWanted);
    connect(m_cancel, &QToolButton::clicked, this, &MemoryBar::cancelWanted);
    connect(m_chooser, &QComboBox::activated, this, &MemoryBar::choiceChanged);
    connect(m_baseChooser, &QComboBox::activated, this, &MemoryBar::choiceChanged);
    connect(m_tabs, &QTabBar::currentChanged, this, &MemoryBar::viewChanged);
    connect(m_tabs, &QTabBar::tabBarClicked, this, &MemoryBar::viewChanged); // again, after it was cancelled
    connect(m_field, &QLineEdit::textChanged, this, &MemoryBar::textChanged);
    showWork({}, -1, false);
}

QMenu* MemoryBar::waysToTake()
{
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    menu->addAction(tr("&Now"), this, &MemoryBar::takeWanted);
    menu->addAction(tr("&In some seconds…"), this, &MemoryBar::takeLaterWanted);
    menu->addAction(tr("&Three, some seconds apart…"), this, &MemoryBar::takeSeriesWanted)->setToolTip(tr("What grows from each to the next is suspect"));
    menu->addSeparator();
    m_whenFull = menu->addAction(tr("When the heap is &full"));
    m_whenFull->setToolTip(tr("Of a program that V8 is about to end for want of memory, just before"));
    m_whenFull->setCheckable(true);
    connect(m_whenFull, &QAction::toggled, this, &MemoryBar::takeWhenFullWanted);
    const qsizetype own = menu->actions().size();
    connect(menu, &QMenu::aboutToShow, this, [this, menu, own] {
        while (menu->actions().size() > own) delete menu->actions().constLast();
        emit waysToTakeWanted(menu);
    });
    return menu;
}

QToolButton* MemoryBar::button(const QString& name, const QString& tip)
{
    auto* result = new QToolButton;
    result->setIcon(icon(m_themes, name));
    result->setToolTip(tip);
    result->setAccessibleName(tip);
    return result;
}

HeapView MemoryBar::view() const { return static_cast<HeapView>(m_tabs->currentIndex()); }
void MemoryBar::setView(HeapView view) { m_tabs->setCurrentIndex(static_cast<int>(view)); }
QString MemoryBar::summary() const { return m_summary->text(); }

void MemoryBar::showWork(const QString& title, double part, bool mayCancel)
{
    m_progress->setVisible(!title.isEmpty());
    m_cancel->setVisible(!title.isEmpty() && mayCancel);
    m_progress->setRange(0, part < 0 ? 0 : 100);
    if (part >= 0) m_progress->setValue(qRound(part * 100));
    m_progress->setAccessibleName(title);
    if (!title.isEmpty()) m_summary->setText(title);
}

void MemoryBar::showWhenFull(bool isWanted) { m_whenFull->setChecked(isWanted); }

void MemoryBar::showState(bool mayTake, bool hasFile, bool hasSeveral, const QString& summary)
{
    m_take->setEnabled(mayTake);
    m_save->setEnabled(hasFile);
    m_chooser->setVisible(hasFile);
    m_baseChooser->setVisible(hasSeveral);
    m_field->setVisible(hasFile);
    m_tabs->setVisible(hasFile);
    m_field->setPlaceholderText(view() == HeapView::Search ? tr("Name, text or @id") : tr("Filter"));
    m_field->setAccessibleName(view() == HeapView::Search ? tr("What is searched for") : tr("Filter of rows"));
    m_summary->setText(summary);
}

} // namespace loopscope
