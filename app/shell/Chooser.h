#pragma once

#include <QDialog>

#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;

namespace loopscope {

class ThemeManager;

/// A line to type in and the entries that match it, best first: the command palette and quick open.
///
/// Thread: the GUI's. Made when asked for, deletes itself when closed.
class Chooser : public QDialog
{
    Q_OBJECT
public:
    struct Entry {
        QString text;
        QString note; ///< at the right: a shortcut, a folder
        bool enabled = true;
        std::function<void()> act;
    };

    Chooser(const ThemeManager& themes, const QString& prompt, std::vector<Entry> entries, QWidget* parent);

    /// Shows it at the top of the parent window.
    void popUp();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter();
    void activate();

    const ThemeManager& m_themes;
    const std::vector<Entry> m_entries;
    QLineEdit* m_line;
    QListWidget* m_list;
};

} // namespace loopscope
