#include "visualizer/theme/Icon.h"

#include "visualizer/theme/Contrast.h"
#include "visualizer/theme/ThemeManager.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QPointer>
#include <QSvgRenderer>

static void initResources()
{
    Q_INIT_RESOURCE(icons);
}

namespace loopscope {

QByteArray iconSvg(const QString& name, const QColor& color)
{
    initResources();
    QFile file(":/icons/" + name + ".svg");
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll().replace("currentColor", color.name().toUtf8());
}

QPixmap iconPixmap(const QString& name, const QColor& color, int size, double devicePixelRatio)
{
    const QString key = QStringLiteral("loopscope/%1/%2/%3/%4").arg(name, color.name()).arg(size).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(qRound(size * devicePixelRatio), qRound(size * devicePixelRatio));
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(iconSvg(name, color)).render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

namespace {

/// Thread: the GUI's. Owned by its QIcon.
class ThemedIconEngine : public QIconEngine
{
public:
    ThemedIconEngine(const ThemeManager* themes, QString name, IconTone tone)
        : m_themes(themes), m_name(std::move(name)), m_tone(tone)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const int side = qMin(rect.width(), rect.height());
        const QPixmap picture = iconPixmap(m_name, color(mode, state), side, painter->device()->devicePixelRatioF());
        painter->drawPixmap(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, picture);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return iconPixmap(m_name, color(mode, state), qMin(size.width(), size.height()));
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal ratio) override
    {
        return iconPixmap(m_name, color(mode, state), qRound(qMin(size.width(), size.height()) / ratio), ratio);
    }

    QIconEngine* clone() const override { return new ThemedIconEngine(*this); }

private:
    QColor color(QIcon::Mode mode, QIcon::State state) const
    {
        const Theme t = m_themes ? m_themes->theme() : theme(ThemeId::Dark);
        if (mode == QIcon::Disabled) return mixed(t.panel, t.textFaint, 0.55);
        switch (m_tone) {
        case IconTone::Accent: return t.accent;
        case IconTone::Ok: return t.ok;
        case IconTone::Error: return t.error;
        case IconTone::Warning: return t.warning;
        case IconTone::Plain: break;
        }
        if (state == QIcon::On) return t.accent;
        return mode == QIcon::Normal ? t.textMuted : t.text;
    }

    QPointer<const ThemeManager> m_themes;
    QString m_name;
    IconTone m_tone;
};

} // namespace

QIcon icon(const ThemeManager& themes, const QString& name, IconTone tone)
{
    return QIcon(new ThemedIconEngine(&themes, name, tone));
}

} // namespace loopscope
