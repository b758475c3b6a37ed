#include "visualizer/charts/StripHeading.h"

#include "visualizer/charts/ChartLook.h"
#include "visualizer/charts/ChartText.h"
#include "visualizer/theme/ThemeManager.h"

#include <QPainter>

#include <cmath>

namespace loopscope {

namespace {

constexpr double kSteps = 16; ///< pixels: a value's room grows by such steps, so that what is beside it stays where it is

QFont nameFont(const Theme& theme) { return theme.font(TextSize::Small, QFont::DemiBold); }
QFont textFont(const Theme& theme) { return theme.font(TextSize::Small); }

} // namespace

StripHeading::StripHeading(StripKind kind, const ThemeManager& themes, QWidget* parent) : QWidget(parent), m_kind(kind), m_themes(themes)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setToolTip(ChartText::about(kind));
}

void StripHeading::setTexts(const QList<ChartValue>& values, const QString& figures)
{
    if (values == m_values && figures == m_figures) return;
    m_values = values;
    m_figures = figures;
    const QString about = ChartText::about(m_kind);
    setToolTip(figures.isEmpty() ? about : QStringLiteral("%1\n%2").arg(about, figures)); // in a narrow panel there is no room for all of them
    fit(width());
    update();
}

QString StripHeading::text() const
{
    QStringList values;
    for (const ChartValue& value : m_values) values << tr("%1 %2").arg(value.name, value.text);
    QString text = tr("%1 (%2)").arg(ChartText::name(m_kind), ChartText::unit(m_kind));
    if (!values.isEmpty()) text = tr("%1: %2").arg(text, values.join(tr(", ")));
    return m_figures.isEmpty() ? text : tr("%1. %2").arg(text, m_figures);
}

double StripHeading::swatch() const { return m_themes.theme().space(10.0); }

double StripHeading::rowHeight() const { return m_themes.theme().space(20.0); }

double StripHeading::widthOf(Piece::What what, int value) const
{
    const QFontMetricsF bold(nameFont(m_themes.theme())), plain(textFont(m_themes.theme()));
    switch (what) {
    case Piece::What::Name: return bold.horizontalAdvance(ChartText::name(m_kind));
    case Piece::What::Unit: return plain.horizontalAdvance(ChartText::unit(m_kind));
    case Piece::What::Figures: return plain.horizontalAdvance(m_figures);
    case Piece::What::Value: break;
    }
    const ChartValue& v = m_values[value];
    const double width = swatch() + plain.horizontalAdvance(v.name) + bold.horizontalAdvance(v.text) + 2 * m_themes.theme().space(Space::XS);
    return std::ceil(width / kSteps) * kSteps;
}

QList<StripHeading::Piece> StripHeading::pieces(int width) const
{
    const Theme& theme = m_themes.theme();
    const double left = theme.space(Space::S), right = width - theme.space(Space::M);
    QList<Piece> found;
    double x = left, y = 0;
    const auto put = [&](Piece::What what, int value, double gap) {
        const double wide = widthOf(what, value);
        if (x + wide > right && x > left) {
            x = left;
            y += rowHeight();
        }
        found.append({what, value, QRectF(x, y, std::min(wide, right - x), rowHeight())});
        x += wide + gap;
    };
    put(Piece::What::Name, 0, theme.space(Space::XS));
    put(Piece::What::Unit, 0, theme.space(Space::L));
    for (int i = 0; i < m_values.size(); ++i) put(Piece::What::Value, i, theme.space(Space::S));
    if (m_figures.isEmpty()) return found;
    put(Piece::What::Figures, 0, 0);
    found.last().box.setRight(right); // at the right end of its row
    return found;
}

void StripHeading::fit(int width)
{
    const QList<Piece> all = pieces(width);
    setFixedHeight(qRound(all.last().box.bottom()));
}

void StripHeading::drawValue(QPainter& painter, const ChartValue& value, QRectF box) const
{
    const Theme& theme = m_themes.theme();
    const double size = swatch();
    drawSwatch(painter, value.style, theme, QRectF(box.left(), box.center().y() - size / 2, size, size));
    box.adjust(size + theme.space(Space::XS), 0, 0, 0);
    painter.setFont(textFont(theme));
    painter.setPen(theme.textMuted);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, value.name);
    box.adjust(painter.fontMetrics().horizontalAdvance(value.name) + theme.space(Space::XS), 0, 0, 0);
    painter.setFont(nameFont(theme));
    painter.setPen(theme.text);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, value.text);
}

void StripHeading::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    for (const Piece& piece : pieces(width())) {
        painter.setFont(piece.what == Piece::What::Name ? nameFont(theme) : textFont(theme));
        painter.setPen(piece.what == Piece::What::Name ? theme.text : theme.textMuted);
        if (piece.what == Piece::What::Name) painter.drawText(piece.box, Qt::AlignLeft | Qt::AlignVCenter, ChartText::name(m_kind));
        if (piece.what == Piece::What::Unit) painter.drawText(piece.box, Qt::AlignLeft | Qt::AlignVCenter, ChartText::unit(m_kind));
        if (piece.what == Piece::What::Value) drawValue(painter, m_values[piece.value], piece.box);
        if (piece.what == Piece::What::Figures) {
            const QString elided = painter.fontMetrics().elidedText(m_figures, Qt::ElideRight, static_cast<int>(piece.box.width()) + 1);
            painter.drawText(piece.box, Qt::AlignRight | Qt::AlignVCenter, elided);
        }
    }
}

} // namespace loopscope
