#include "visualizer/theme/TokenShape.h"

#include <QImage>
#include <QPainter>
#include <QtTest>

#include <set>

using namespace loopscope;

namespace {

constexpr QRectF kBox(4, 4, 24, 24);

QImage drawn(TokenShape shape)
{
    QImage image(32, 32, QImage::Format_Grayscale8);
    image.fill(Qt::black);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(tokenPath(shape, kBox), Qt::white);
    return image;
}

double area(const QImage& image)
{
    double sum = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) sum += qGray(image.pixel(x, y)) / 255.0;
    return sum / (kBox.width() * kBox.height());
}

double difference(const QImage& a, const QImage& b)
{
    double sum = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) sum += qAbs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) / 255.0;
    return sum / (kBox.width() * kBox.height());
}

} // namespace

class TokenShapeTest : public QObject
{
    Q_OBJECT
private slots:
    void eachHueHasItsShape()
    {
        const std::pair<Hue, TokenShape> some[] = {{Hue::Main, TokenShape::Page},
                                                   {Hue::Timers, TokenShape::Circle},
                                                   {Hue::Check, TokenShape::Diamond},
                                                   {Hue::Await, TokenShape::Pause},
                                                   {Hue::Lost, TokenShape::Zigzag}};
        for (const auto& [hue, shape] : some) QCOMPARE(shapeOf(hue), shape);
        std::set<TokenShape> all;
        for (int i = 0; i < kHueCount; ++i) all.insert(shapeOf(static_cast<Hue>(i)));
        QCOMPARE(all.size(), std::size_t(kHueCount));
    }

    void shapesStayInTheirBox()
    {
        for (int i = 0; i < kHueCount; ++i) {
            const QRectF bounds = tokenPath(static_cast<TokenShape>(i), kBox).boundingRect();
            QVERIFY2(kBox.adjusted(-1.5, -1.5, 1.5, 1.5).contains(bounds), qPrintable(QString::number(i)));
            QVERIFY2(area(drawn(static_cast<TokenShape>(i))) > 0.18, qPrintable(QString::number(i)));
        }
    }

    void shapesDifferWithoutColour()
    {
        for (int a = 0; a < kHueCount; ++a)
            for (int b = a + 1; b < kHueCount; ++b) {
                const double d = difference(drawn(static_cast<TokenShape>(a)), drawn(static_cast<TokenShape>(b)));
                QVERIFY2(d > 0.07, qPrintable(QStringLiteral("%1 and %2: %3").arg(a).arg(b).arg(d)));
            }
    }
};

QTEST_MAIN(TokenShapeTest)
#include "TokenShapeTest.moc"
