#include "app/shell/SavePicture.h"

#include "app/shell/SvgPicture.h"
#include "runtime/stream/OutputFile.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QHoverEvent>
#include <QImage>
#include <QWidget>

namespace loopscope {

namespace {

QByteArray asPng(QWidget& panel, double pixels)
{
    QImage image(panel.size() * pixels, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(pixels);
    image.fill(Qt::transparent);
    panel.render(&image);
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    image.save(&bytes, "PNG");
    return bytes.data();
}

} // namespace

void takeHandsOff(QWidget& window)
{
    if (QWidget* focus = window.focusWidget()) focus->clearFocus();
    QList<QWidget*> all = window.findChildren<QWidget*>();
    all.prepend(&window);
    for (QWidget* widget : all) {
        if (!widget->underMouse()) continue;
        widget->setAttribute(Qt::WA_UnderMouse, false);
        QHoverEvent leave(QEvent::HoverLeave, QPointF(-1, -1), QPointF(-1, -1), QPointF());
        QCoreApplication::sendEvent(widget, &leave);
        widget->update();
    }
}

QString savePicture(QWidget& panel, const QString& path, double pixels)
{
    const QByteArray bytes = path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive) ? svgOf(panel) : asPng(panel, pixels);
    OutputFile file(path.toStdString(), OutputFile::Appears::WhenWhole);
    const bool good = file.write({bytes.constData(), static_cast<std::size_t>(bytes.size())}) && file.commit();
    return good ? QString() : QString::fromStdString(file.error());
}

} // namespace loopscope
