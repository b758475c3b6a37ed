#pragma once

#include "inspector/debugger/CallFrame.h"
#include "inspector/debugger/SkipFiles.h"

#include <QAbstractTableModel>

namespace loopscope {

class ThemeManager;

/// The stack of a pause as rows, innermost first; below it what scheduled it, each part under a row that says how.
///
/// Thread: the GUI's.
class StackModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Function, Place, ColumnCount };

    explicit StackModel(const ThemeManager& themes, QObject* parent = nullptr);

    /// What is skipped stands there quietly.
    void show(const Pause& pause, const SkipFiles& skipped);
    void clear() { show({}, {}); }
    void setCurrent(int row);

    const ScriptPlace* place(int row) const; ///< null for a row between two parts
    int frame(int row) const;                ///< number of the frame of the pause itself; -1 for another row
    bool canRestart(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row {
        QString text;
        ScriptPlace place;
        int frame = -1;
        bool isSign = false;
        bool canRestart = false;
        bool isSkipped = false;
        bool operator==(const Row&) const = default;
    };
    const ThemeManager& m_themes;
    std::vector<Row> m_rows;
    int m_current = 0;
};

/// "a.js:12"; "node:internal/timers:5".
QString shortPlace(const ScriptPlace& place);

} // namespace loopscope
