#pragma once

#include <QByteArray>
#include <QImage>

#include <memory>
#include <optional>

namespace loopscope {

/// Puts images of one size together to a GIF that runs for ever. Of each only what changed since the one before is stored,
/// with up to 256 colours of its own.
///
/// Thread: any, one at a time. By giflib.
class GifWriter
{
public:
    explicit GifWriter(QSize size);
    ~GifWriter();
    GifWriter(const GifWriter&) = delete;
    GifWriter& operator=(const GifWriter&) = delete;

    /// Shows it for so many hundredths of a second. False if it could not be stored.
    bool add(const QImage& image, int hundredths);
    /// The file, or nothing if anything failed. The last call.
    std::optional<QByteArray> finish();

private:
    class File;
    const QSize m_size;
    std::unique_ptr<File> m_file;
    QImage m_before;
};

/// At most 256 colours that stand for those of the image: its own if they are that few, else the means of the most frequent
/// ones of 32 shades a channel.
QList<QRgb> paletteOf(const QImage& image);

} // namespace loopscope
