#include "app/shell/SvgPicture.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgGenerator>
#include <QWidget>

namespace loopscope {

namespace {

constexpr int kCssResolution = 96; ///< pixels an inch, so that it is as large as the panel

/// What Qt draws of one widget, without those in it.
struct Drawing {
    QByteArray definitions, shapes;
};

Drawing drawingOf(QWidget& widget, bool isRoot)
{
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&bytes);
    generator.setSize(widget.size());
    generator.setViewBox(widget.rect());
    generator.setResolution(kCssResolution);
    QPainter painter(&generator);
    widget.render(&painter, {}, {}, isRoot ? QWidget::RenderFlags(QWidget::DrawWindowBackground) : QWidget::RenderFlags());
    painter.end();
    const QByteArray& svg = bytes.data();
    const qsizetype begin = svg.indexOf("<defs>"), middle = svg.indexOf("</defs>", begin), end = svg.lastIndexOf("</svg>");
    if (begin < 0 || middle < 0 || end < 0) return {};
    return {svg.mid(begin + 6, middle - begin - 6), svg.mid(middle + 7, end - middle - 7)};
}

bool showsAnything(const QByteArray& shapes)
{
    for (const char* shape : {"<path", "<rect", "<text", "<image", "<poly", "<line", "<circle", "<ellipse", "<use"})
        if (shapes.contains(shape)) return true;
    return false;
}

class Tree
{
public:
    explicit Tree(QWidget& root) : m_root(root) { add(root, root.rect()); }

    QByteArray document() const
    {
        const QByteArray width = QByteArray::number(m_root.width()), height = QByteArray::number(m_root.height());
        return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<svg width=\"" + width + "\" height=\"" + height + "\" viewBox=\"0 0 " + width + ' ' + height +
               "\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n<title>" + m_root.accessibleName().toHtmlEscaped().toUtf8() +
               "</title>\n<desc>" + m_root.accessibleDescription().toHtmlEscaped().toUtf8() + "</desc>\n<defs>" + m_definitions + "</defs>\n" + m_shapes + "</svg>\n";
    }

private:
    /// `clip`: what is seen of it, in the root's pixels.
    void add(QWidget& widget, const QRect& clip)
    {
        Drawing drawing = drawingOf(widget, &widget == &m_root);
        if (showsAnything(drawing.shapes)) put(drawing, widget.mapTo(&m_root, QPoint()), clip);
        for (QObject* child : widget.children()) {
            auto* inner = qobject_cast<QWidget*>(child);
            if (!inner || inner->isWindow() || inner->isHidden()) continue;
            const QRect seen = clip & QRect(inner->mapTo(&m_root, QPoint()), inner->size());
            if (!seen.isEmpty()) add(*inner, seen);
        }
    }

    void put(Drawing& drawing, QPoint at, const QRect& clip)
    {
        const QByteArray prefix = 'w' + QByteArray::number(++m_count);
        for (QByteArray* part : {&drawing.definitions, &drawing.shapes}) part->replace("id=\"", "id=\"" + prefix).replace("url(#", "url(#" + prefix).replace("href=\"#", "href=\"#" + prefix);
        const auto number = [](int n) { return QByteArray::number(n); };
        m_definitions += drawing.definitions + "<clipPath id=\"" + prefix + "\"><rect x=\"" + number(clip.x()) + "\" y=\"" + number(clip.y()) + "\" width=\"" + number(clip.width()) +
                         "\" height=\"" + number(clip.height()) + "\"/></clipPath>\n";
        m_shapes += "<g clip-path=\"url(#" + prefix + ")\"><g transform=\"translate(" + number(at.x()) + ' ' + number(at.y()) + ")\">" + drawing.shapes + "</g></g>\n";
    }

    QWidget& m_root;
    QByteArray m_definitions, m_shapes;
    int m_count = 0;
};

QString attribute(const QString& attributes, const QString& name)
{
    const qsizetype at = attributes.indexOf(' ' + name + QStringLiteral("=\""));
    if (at < 0) return {};
    const qsizetype from = at + name.size() + 3;
    return attributes.mid(from, attributes.indexOf(u'"', from) - from);
}

QString unescaped(QString text)
{
    return text.replace(QLatin1String("&lt;"), QLatin1String("<")).replace(QLatin1String("&gt;"), QLatin1String(">")).replace(QLatin1String("&quot;"), QLatin1String("\""))
        .replace(QLatin1String("&amp;"), QLatin1String("&"));
}

double widthOf(const QString& attributes, const QString& text)
{
    QFont font(attribute(attributes, QStringLiteral("font-family")));
    font.setPixelSize(std::max(1, qRound(attribute(attributes, QStringLiteral("font-size")).toDouble())));
    font.setWeight(static_cast<QFont::Weight>(std::max(1, attribute(attributes, QStringLiteral("font-weight")).toInt())));
    font.setItalic(attribute(attributes, QStringLiteral("font-style")) == QLatin1String("italic"));
    return QFontMetricsF(font).horizontalAdvance(text);
}

} // namespace

QByteArray svgOf(QWidget& widget) { return withFittedTexts(Tree(widget).document()); }

QByteArray withFittedTexts(const QByteArray& svg)
{
    static const QRegularExpression element(QStringLiteral("<text([^>]*)>([^<]*)</text>"));
    const QString all = QString::fromUtf8(svg);
    QString result;
    qsizetype done = 0;
    for (auto it = element.globalMatch(all); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString text = unescaped(match.captured(2));
        result += QStringView(all).mid(done, match.capturedEnd(1) - done);
        if (text.trimmed().size() > 1) result += QStringLiteral(" textLength=\"%1\" lengthAdjust=\"spacingAndGlyphs\"").arg(widthOf(match.captured(1), text), 0, 'f', 2);
        done = match.capturedEnd(1);
    }
    result += QStringView(all).mid(done);
    return result.replace(QLatin1String("font-family=\"Inter\""), QLatin1String("font-family=\"Inter, sans-serif\""))
        .replace(QLatin1String("font-family=\"JetBrains Mono\""), QLatin1String("font-family=\"JetBrains Mono, monospace\""))
        .toUtf8();
}

} // namespace loopscope
