#include "app/shell/Animation.h"

#include "app/shell/GifWriter.h"
#include "runtime/stream/OutputFile.h"

#include <QCoreApplication>
#include <QWidget>

#include <algorithm>

namespace loopscope {

namespace {

constexpr int kLastStands = 150; ///< hundredths of a second, so that the end can be read

QImage imageOf(QWidget& panel)
{
    QImage image(panel.size(), QImage::Format_RGB32);
    panel.render(&image);
    return image;
}

/// While it lives the cursor may go anywhere.
class CursorKept
{
public:
    explicit CursorKept(TraceView& view) : m_view(view), m_cursor(view.cursor()), m_time(view.cursorTime()) {}
    ~CursorKept()
    {
        m_view.setCursor(m_cursor);
        if (m_view.cursorTime() != m_time) m_view.setCursorTime(m_time);
    }
    CursorKept(const CursorKept&) = delete;
    CursorKept& operator=(const CursorKept&) = delete;

private:
    TraceView& m_view;
    const std::uint64_t m_cursor, m_time;
};

} // namespace

QString saveAnimation(QWidget& panel, TraceView& view, const Animation& animation, const QString& path, const std::function<bool(int)>& progress)
{
    const CursorKept kept(view);
    GifWriter gif(panel.size());
    const int last = std::max(animation.frames, 1) - 1;
    for (int i = 0; i <= last; ++i) {
        const double share = last == 0 ? 1 : static_cast<double>(i) / last;
        view.setCursorTime(animation.range.from + static_cast<std::uint64_t>(share * static_cast<double>(animation.range.length())));
        QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents);
        if (!gif.add(imageOf(panel), i == last ? kLastStands : animation.hundredths)) return QCoreApplication::translate("Animation", "the animation cannot be made");
        if (!progress(i + 1)) return {};
    }
    const auto bytes = gif.finish();
    if (!bytes) return QCoreApplication::translate("Animation", "the animation cannot be made");
    OutputFile file(path.toStdString(), OutputFile::Appears::WhenWhole);
    const bool good = file.write({bytes->constData(), static_cast<std::size_t>(bytes->size())}) && file.commit();
    return good ? QString() : QString::fromStdString(file.error());
}

} // namespace loopscope
