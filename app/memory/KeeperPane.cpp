#include "app/memory/KeeperPane.h"

#include "app/memory/HeapModel.h"
#include "app/memory/HeapViews.h"
#include "app/memory/SuspectText.h"
#include "inspector/leaks/KeptBy.h"
#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <QHeaderView>
#include <QLabel>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace loopscope {

KeeperPane::KeeperPane(const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_themes(themes), m_model(new HeapModel(themes, this)), m_view(new QTreeView), m_words(new QLabel), m_source(new QToolButton), m_live(new QToolButton)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(4);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_words->setAccessibleName(tr("What keeps it, in words"));
    m_source->setIcon(icon(themes, QStringLiteral("file-code")));
    m_source->setToolTip(tr("Go to where it is written: the function, or the constructor"));
    m_live->setIcon(icon(themes, QStringLiteral("console")));
    m_live->setToolTip(tr("Show the living object in the REPL"));
    for (QToolButton* button : {m_source, m_live}) button->setAccessibleName(button->toolTip());
    row->addWidget(m_words, 1);
    row->addWidget(m_source, 0, Qt::AlignTop);
    row->addWidget(m_live, 0, Qt::AlignTop);
    column->addLayout(row);
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("What keeps it"));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformRowHeights(true);
    m_view->setIndentation(14);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setHighlightSections(false);
    column->addWidget(m_view, 1);
    setMinimumSize(160, 80);
    connect(m_source, &QToolButton::clicked, this, &KeeperPane::sourceWanted);
    connect(m_live, &QToolButton::clicked, this, &KeeperPane::liveWanted);
    connect(&themes, &ThemeManager::changed, this, &KeeperPane::dress);
    clear();
}

void KeeperPane::clear()
{
    m_file.reset();
    m_node = -1;
    m_model->clear();
    m_words->setText(tr("Choose an object to see what keeps it."));
    m_source->setEnabled(false);
    m_live->setEnabled(false);
}

void KeeperPane::show(const std::shared_ptr<const HeapFile>& file, std::uint32_t node)
{
    if (m_file == file && m_node == node) return;
    m_file = file;
    m_node = node;
    m_model->show(std::make_shared<RetainerRows>(file, node));
    m_words->setText(text());
    m_source->setEnabled(!place().script.empty());
    m_live->setEnabled(file->run != 0);
    dress();
    // The nearest way to the root, opened.
    QModelIndex at = m_model->index(0, 0);
    for (int depth = 0; at.isValid() && depth < 12; ++depth) {
        m_model->fetchMore(at);
        m_view->expand(at);
        at = m_model->index(0, 0, at);
    }
}

heap::SourcePlace KeeperPane::place() const { return m_node < 0 ? heap::SourcePlace() : m_file->scripts.placeOf(m_file->graph, static_cast<std::uint32_t>(m_node)); }

QString KeeperPane::text() const
{
    if (m_node < 0) return {};
    const auto node = static_cast<std::uint32_t>(m_node);
    const QString kept = keptByText(heap::keptBy(m_file->snapshot(), node));
    const QString what = m_file->nodeText(node);
    return kept.isEmpty() ? tr("%1: nothing of the program's with a name keeps it.").arg(what) : tr("%1 is kept by %2.").arg(what, kept);
}

qint64 KeeperPane::chosen() const
{
    const qint64 node = m_view->hasFocus() ? m_model->nodeOf(m_view->currentIndex()) : -1;
    return node >= 0 ? node : m_node;
}

void KeeperPane::dress()
{
    const double scale = m_themes.theme().scale;
    m_view->header()->setFixedHeight(qRound(26 * scale));
    if (m_model->columnCount() < 3) return;
    m_view->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_view->setColumnWidth(1, qRound(80 * scale));
    m_view->setColumnWidth(2, qRound(116 * scale));
}

} // namespace loopscope
