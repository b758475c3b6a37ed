#pragma once

#include "app/memory/HeapFile.h"
#include "inspector/heap/HeapStatistics.h"

#include <QWidget>

#include <memory>

class QChart;
class QGridLayout;
class QPieSeries;

namespace loopscope {

class ThemeManager;

/// What a heap consists of, as a ring and as a table beside it that says the same in numbers.
///
/// Thread: the GUI's. Themes must outlive it.
class StatisticsView : public QWidget
{
    Q_OBJECT
public:
    explicit StatisticsView(const ThemeManager& themes, QWidget* parent = nullptr);

    void show(const std::shared_ptr<const HeapFile>& file, const heap::HeapStatistics& statistics);
    QString text() const; ///< the table, a line each

private:
    void fill();

    const ThemeManager& m_themes;
    std::shared_ptr<const HeapFile> m_file;
    heap::HeapStatistics m_statistics;
    QChart* m_chart;
    QPieSeries* m_pie;
    QGridLayout* m_table;
};

} // namespace loopscope
