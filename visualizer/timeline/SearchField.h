#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;

namespace loopscope {

class ThemeManager;
class TraceSearch;
class TraceView;

/// Where one types what is looked for in time, and how many there are. Enter goes to the next, Shift+Enter to the one
/// before; Escape ends the search.
///
/// Thread: the GUI's. Lifetime: view and themes must outlive it.
class SearchField : public QWidget
{
    Q_OBJECT
public:
    SearchField(TraceView& view, const ThemeManager& themes, QWidget* parent = nullptr);

    QLineEdit& input() const { return *m_input; }
    QLabel& count() const { return *m_count; }

signals:
    void left(); ///< by Escape

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool keyPressed(class QKeyEvent& event);
    void showCount();
    QString countText() const;

    TraceView& m_view;
    QLineEdit* m_input;
    QLabel* m_count;
};

} // namespace loopscope
