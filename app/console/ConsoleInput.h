#pragma once

#include <QLineEdit>
#include <QStringList>

namespace loopscope {

/// The line in which input for the program is typed. Enter sends it, up and down go through what was sent before,
/// Ctrl+D on an empty line ends the input.
///
/// Thread: the GUI's. Owned by the panel.
class ConsoleInput : public QLineEdit
{
    Q_OBJECT
public:
    explicit ConsoleInput(QWidget* parent = nullptr);

    /// Whether a program is there to read it.
    void setReading(bool reading);

    const QStringList& history() const { return m_history; }
    void setHistory(const QStringList& history);

signals:
    void readingChanged(bool reading);
    void submitted(const QString& line);
    void endOfInput();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void submit();
    void recall(int direction);

    QStringList m_history; // oldest first
    qsizetype m_at = 0;    // index of what is shown; size() for the line being typed
    QString m_typed;
};

} // namespace loopscope
