#include "app/shell/GifWriter.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <gif_lib.h>
#include <utility>
#include <vector>

namespace loopscope {

namespace {

constexpr int kMostColours = 256;

/// What differs between two images of one size; everything if there was none before.
QRect changed(const QImage& before, const QImage& now)
{
    if (before.isNull()) return now.rect();
    QRect area;
    for (int y = 0; y < now.height(); ++y) {
        const auto* a = reinterpret_cast<const QRgb*>(before.constScanLine(y));
        const auto* b = reinterpret_cast<const QRgb*>(now.constScanLine(y));
        const auto first = std::mismatch(a, a + now.width(), b).first - a;
        if (first == now.width()) continue;
        qsizetype last = now.width() - 1;
        while (a[last] == b[last]) --last;
        area |= QRect(static_cast<int>(first), y, static_cast<int>(last - first) + 1, 1);
    }
    return area.isNull() ? QRect(0, 0, 1, 1) : area; // a frame that only lasts
}

} // namespace

QList<QRgb> paletteOf(const QImage& image)
{
    struct Shade {
        qint64 count = 0, red = 0, green = 0, blue = 0;
        QRgb mean() const { return qRgb(int(red / count), int(green / count), int(blue / count)); }
    };
    QHash<QRgb, Shade> shades; // of colours that differ by less than 8 in each channel
    QSet<QRgb> exact;
    for (int y = 0; y < image.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const QRgb colour = line[x];
            Shade& shade = shades[colour & 0xfff8f8f8];
            ++shade.count;
            shade.red += qRed(colour);
            shade.green += qGreen(colour);
            shade.blue += qBlue(colour);
            if (exact.size() <= kMostColours) exact.insert(colour);
        }
    }
    if (exact.size() <= kMostColours) return exact.values();
    QList<Shade> all = shades.values();
    const auto most = std::min<qsizetype>(all.size(), kMostColours);
    std::partial_sort(all.begin(), all.begin() + most, all.end(), [](const Shade& a, const Shade& b) { return a.count > b.count; });
    QList<QRgb> colours;
    for (qsizetype i = 0; i < most; ++i) colours << all[i].mean();
    return colours;
}

/// giflib's side: bytes, and what must be freed.
class GifWriter::File
{
public:
    explicit File(QSize size)
    {
        int error = 0;
        m_gif = EGifOpen(&m_bytes, [](GifFileType* gif, const GifByteType* bytes, int count) {
            static_cast<QByteArray*>(gif->UserData)->append(reinterpret_cast<const char*>(bytes), count);
            return count;
        }, &error);
        if (!m_gif) return;
        EGifSetGifVersion(m_gif, true);
        good(EGifPutScreenDesc(m_gif, size.width(), size.height(), 8, 0, nullptr));
        // Again and again: a convention that every viewer knows.
        good(EGifPutExtensionLeader(m_gif, APPLICATION_EXT_FUNC_CODE));
        good(EGifPutExtensionBlock(m_gif, 11, "NETSCAPE2.0"));
        good(EGifPutExtensionBlock(m_gif, 3, "\1\0\0"));
        good(EGifPutExtensionTrailer(m_gif));
    }
    ~File() { close(); }

    void put(const QImage& image, QPoint at, const QList<QRgb>& colours, int hundredths)
    {
        const GraphicsControlBlock control{DISPOSE_DO_NOT, false, hundredths, NO_TRANSPARENT_COLOR};
        GifByteType bytes[4];
        EGifGCBToExtension(&control, bytes);
        good(EGifPutExtension(m_gif, GRAPHICS_EXT_FUNC_CODE, sizeof bytes, bytes));
        ColorMapObject* map = GifMakeMapObject(kMostColours, nullptr);
        for (qsizetype i = 0; i < colours.size(); ++i)
            map->Colors[i] = {static_cast<GifByteType>(qRed(colours[i])), static_cast<GifByteType>(qGreen(colours[i])), static_cast<GifByteType>(qBlue(colours[i]))};
        good(EGifPutImageDesc(m_gif, at.x(), at.y(), image.width(), image.height(), false, map));
        GifFreeMapObject(map);
        std::vector<GifByteType> line(static_cast<std::size_t>(image.width()));
        for (int y = 0; y < image.height() && m_good; ++y) {
            std::copy_n(image.constScanLine(y), line.size(), line.begin());
            good(EGifPutLine(m_gif, line.data(), image.width()));
        }
    }
    void close()
    {
        if (GifFileType* gif = std::exchange(m_gif, nullptr)) good(EGifCloseFile(gif, nullptr));
    }
    bool isGood() const { return m_good; }
    bool isOpen() const { return m_gif != nullptr; }
    const QByteArray& bytes() const { return m_bytes; }

private:
    void good(int result) { m_good = m_good && result == GIF_OK; }

    QByteArray m_bytes;
    GifFileType* m_gif = nullptr;
    bool m_good = true;
};

GifWriter::GifWriter(QSize size) : m_size(size), m_file(std::make_unique<File>(size)) {}

GifWriter::~GifWriter() = default;

bool GifWriter::add(const QImage& given, int hundredths)
{
    const QImage image = given.convertToFormat(QImage::Format_RGB32);
    if (!m_file->isOpen() || image.size() != m_size) return false;
    const QRect area = changed(m_before, image);
    m_before = image;
    const QImage part = image.copy(area);
    const QList<QRgb> colours = paletteOf(part);
    m_file->put(part.convertToFormat(QImage::Format_Indexed8, colours, Qt::ThresholdDither | Qt::AvoidDither), area.topLeft(), colours, hundredths);
    return m_file->isGood();
}

std::optional<QByteArray> GifWriter::finish()
{
    const bool wasOpen = m_file->isOpen();
    m_file->close();
    return wasOpen && m_file->isGood() ? std::optional(m_file->bytes()) : std::nullopt;
}

} // namespace loopscope
