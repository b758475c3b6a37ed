#include "app/memory/StatisticsView.h"

#include "app/memory/HeapKinds.h"
#include "visualizer/theme/ThemeManager.h"

#include <QChart>
#include <QChartView>
#include <QGridLayout>
#include <QLabel>
#include <QLegend>
#include <QLocale>
#include <QPieSeries>
#include <QPieSlice>
#include <QScrollArea>

#include <algorithm>
#include <numeric>

namespace loopscope {

using heap::HeapStatistics;

StatisticsView::StatisticsView(const ThemeManager& themes, QWidget* parent) : QWidget(parent), m_themes(themes), m_chart(new QChart), m_pie(new QPieSeries), m_table(new QGridLayout)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(24);
    auto* view = new QChartView(m_chart);
    view->setRenderHint(QPainter::Antialiasing);
    view->setFrameShape(QFrame::NoFrame);
    view->setMinimumSize(140, 120);
    view->setFocusPolicy(Qt::NoFocus);
    view->setAccessibleName(tr("What the heap consists of"));
    m_pie->setHoleSize(0.55);
    m_pie->setPieSize(0.92);
    m_chart->addSeries(m_pie);
    m_chart->legend()->hide();
    m_chart->setMargins({});
    m_chart->setBackgroundVisible(false);
    view->setBackgroundBrush(Qt::NoBrush);
    view->viewport()->setAutoFillBackground(false);
    view->setStyleSheet(QStringLiteral("background: transparent"));
    row->addWidget(view, 1);
    // In a low panel the rows keep their height and are scrolled.
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(view->accessibleName());
    auto* legend = new QWidget;
    auto* column = new QVBoxLayout(legend);
    column->setContentsMargins(0, 0, 16, 0);
    auto* line = new QHBoxLayout;
    line->addLayout(m_table);
    line->addStretch();
    column->addStretch();
    column->addLayout(line);
    column->addStretch();
    scroll->setWidget(legend);
    for (QWidget* ground : {scroll->viewport(), legend}) ground->setAutoFillBackground(false);
    m_table->setHorizontalSpacing(16);
    m_table->setVerticalSpacing(4);
    row->addWidget(scroll, 2);
    connect(&themes, &ThemeManager::changed, this, &StatisticsView::fill);
}

void StatisticsView::show(const std::shared_ptr<const HeapFile>& file, const HeapStatistics& statistics)
{
    m_file = file;
    m_statistics = statistics;
    fill();
}

void StatisticsView::fill()
{
    const Theme& theme = m_themes.theme();
    m_pie->clear();
    while (QLayoutItem* item = m_table->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!m_file) return;
    std::array<int, HeapStatistics::KindCount> kinds;
    std::iota(kinds.begin(), kinds.end(), 0);
    std::ranges::stable_sort(kinds, std::greater{}, [this](int kind) { return m_statistics.bytes[static_cast<std::size_t>(kind)]; });
    const double all = static_cast<double>(std::max<std::uint64_t>(1, std::accumulate(m_statistics.bytes.begin(), m_statistics.bytes.end(), std::uint64_t(0))));
    int row = 0;
    for (const int at : kinds) {
        const auto kind = static_cast<HeapStatistics::Kind>(at);
        const std::uint64_t bytes = m_statistics.bytes[kind];
        if (bytes == 0) continue;
        QPieSlice* slice = m_pie->append(kindName(kind), static_cast<double>(bytes));
        slice->setColor(kindColor(theme, kind));
        slice->setBorderColor(theme.panel);
        slice->setBorderWidth(2);
        auto* swatch = new QLabel;
        QPixmap pixmap(12, 12);
        pixmap.fill(kindColor(theme, kind));
        swatch->setPixmap(pixmap);
        m_table->addWidget(swatch, row, 0);
        const QString texts[] = {kindName(kind), byteText(bytes), QStringLiteral("%1 %").arg(QLocale().toString(static_cast<double>(bytes) * 100 / all, 'f', 1)), tr("%L1 objects").arg(m_statistics.objects[kind])};
        for (int i = 0; i < 4; ++i) {
            auto* label = new QLabel(texts[i]);
            label->setAlignment((i == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            if (i == 3) label->setProperty("role", "hint");
            m_table->addWidget(label, row, i + 1);
        }
        ++row;
    }
}

QString StatisticsView::text() const
{
    QStringList lines;
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (const QLayoutItem* name = m_table->itemAtPosition(row, 1)) lines << static_cast<QLabel*>(name->widget())->text() + u' ' + static_cast<QLabel*>(m_table->itemAtPosition(row, 2)->widget())->text();
    return lines.join(u'\n');
}

} // namespace loopscope
