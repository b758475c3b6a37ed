#include "visualizer/theme/StillLabel.h"

#include <QtTest>
#include <QtWidgets>

using namespace loopscope;

/// A window in which the label stands between a button and what has the rest of the width.
class StillLabelTest : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        auto* row = new QHBoxLayout(m_window.get());
        row->addWidget(m_before = new QPushButton("x"));
        row->addWidget(m_label = new StillLabel);
        row->addWidget(new QWidget, 1);
        m_label->setText("1,000 events");
        m_window->resize(600, 60);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QCoreApplication::processEvents();
        m_window->installEventFilter(this);
        m_layouts = 0;
    }

    void anotherTextLaysNothingOut()
    {
        m_label->setText("1,001 events");
        m_label->setText("7 events");
        QCoreApplication::processEvents();
        QCOMPARE(m_layouts, 0);
        QCOMPARE(m_label->label().text(), "7 events");
        QCOMPARE(m_label->label().geometry(), m_label->rect());
    }

    void aWiderTextGetsRoomAndKeepsIt()
    {
        m_label->setText("1,000,000,000 events, and more");
        QCoreApplication::processEvents();
        QVERIFY(m_layouts > 0);
        QVERIFY(m_label->width() >= m_label->label().sizeHint().width());
        const int width = m_label->width();
        m_label->setText("7 events");
        QCoreApplication::processEvents();
        QCOMPARE(m_label->width(), width);
    }

    void whoTakesWhatThereIsNeverAsksForMore()
    {
        m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        QCoreApplication::processEvents();
        m_layouts = 0;
        m_label->setText("1,000,000,000 events, and more");
        QCoreApplication::processEvents();
        QCOMPARE(m_layouts, 0);
    }

    void anotherFontMeasuresAnew()
    {
        QFont large = m_label->font();
        large.setPointSizeF(large.pointSizeF() * 2);
        m_label->setFont(large);
        QCoreApplication::processEvents();
        QCOMPARE(m_label->sizeHint(), m_label->label().sizeHint());
        large.setPointSizeF(large.pointSizeF() / 4);
        m_label->setFont(large);
        QCOMPARE(m_label->sizeHint(), m_label->label().sizeHint());
    }

private:
    bool eventFilter(QObject*, QEvent* event) override
    {
        m_layouts += event->type() == QEvent::LayoutRequest;
        return false;
    }

    std::unique_ptr<QWidget> m_window;
    QPushButton* m_before = nullptr;
    StillLabel* m_label = nullptr;
    int m_layouts = 0;
};

QTEST_MAIN(StillLabelTest)
#include "StillLabelTest.moc"
