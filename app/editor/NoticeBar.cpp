#include "app/editor/NoticeBar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace loopscope {

NoticeBar::NoticeBar(QWidget* parent) : QWidget(parent), m_sentence(new QLabel(this)), m_row(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("notice"));
    m_sentence->setObjectName(QStringLiteral("noticeText"));
    m_sentence->setWordWrap(true);
    m_row->setContentsMargins(12, 6, 8, 6);
    m_row->addWidget(m_sentence, 1);
    hide();
}

void NoticeBar::ask(const QString& sentence, const std::vector<Answer>& answers)
{
    for (QWidget* old : std::exchange(m_buttons, {})) old->deleteLater();
    m_sentence->setText(sentence);
    for (const Answer& answer : answers) {
        auto* button = new QPushButton(answer.text, this);
        button->setObjectName(answer.name);
        connect(button, &QPushButton::clicked, this, [this, act = answer.act] {
            dismiss();
            if (act) act();
        });
        m_row->addWidget(button);
        m_buttons.push_back(button);
    }
    show();
}

void NoticeBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::AlternateBase));
    painter.fillRect(QRect(0, 0, 4, height()), palette().color(QPalette::Link));
}

void NoticeBar::dismiss() { hide(); }

QString NoticeBar::sentence() const { return isHidden() ? QString() : m_sentence->text(); }

} // namespace loopscope
