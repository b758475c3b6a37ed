#include "app/shell/SavePicture.h"

#include "runtime/stream/OutputFile.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>
#include <QWidget>

namespace loopscope {

namespace {

constexpr int kCssResolution = 96; ///< pixels an inch, so that it is as large as the panel

QByteArray asSvg(QWidget& panel)
{
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&bytes);
    generator.setSize(panel.size());
    generator.setViewBox(panel.rect());
    generator.setResolution(kCssResolution);
    generator.setTitle(panel.accessibleName());
    generator.setDescription(panel.accessibleDescription());
    QPainter painter(&generator);
    panel.render(&painter);
    painter.end();
    // Our fonts may not be where the picture is looked at.
    QByteArray svg = bytes.data();
    return svg.replace("font-family=\"Inter\"", "font-family=\"Inter, sans-serif\"").replace("font-family=\"JetBrains Mono\"", "font-family=\"JetBrains Mono, monospace\"");
}

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

QString savePicture(QWidget& panel, const QString& path, double pixels)
{
    const QByteArray bytes = path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive) ? asSvg(panel) : asPng(panel, pixels);
    OutputFile file(path.toStdString(), OutputFile::Appears::WhenWhole);
    const bool good = file.write({bytes.constData(), static_cast<std::size_t>(bytes.size())}) && file.commit();
    return good ? QString() : QString::fromStdString(file.error());
}

} // namespace loopscope
