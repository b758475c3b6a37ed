#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace loopscope {

/// One sentence above an editor, with buttons that answer it; hidden when there is nothing to say.
///
/// Thread: the GUI's. Owned by its page.
class NoticeBar : public QWidget
{
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);

    struct Answer {
        QString text;
        QString name; ///< of the button, for tests and tools
        std::function<void()> act;
    };
    void ask(const QString& sentence, const std::vector<Answer>& answers);
    void dismiss();
    QString sentence() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_sentence;
    QHBoxLayout* m_row;
    std::vector<QWidget*> m_buttons;
};

} // namespace loopscope
