#include "app/memory/SuspectView.h"

#include "visualizer/theme/ThemeManager.h"

#include <QLabel>

namespace loopscope {

SuspectView::SuspectView(const ThemeManager& themes, QWidget* parent) : QScrollArea(parent), m_themes(themes), m_label(new QLabel)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    m_label->setWordWrap(true);
    m_label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_label->setMargin(12);
    m_label->setTextFormat(Qt::RichText);
    m_label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_label->setAccessibleName(tr("What has grown"));
    m_label->setFocusPolicy(Qt::StrongFocus);
    setWidget(m_label);
    setFocusProxy(m_label);
    connect(m_label, &QLabel::linkActivated, this, &SuspectView::follow);
    connect(&themes, &ThemeManager::changed, this, &SuspectView::dress);
}

void SuspectView::show(std::vector<SuspectText> suspects, std::size_t snapshots)
{
    m_suspects = std::move(suspects);
    m_snapshots = snapshots;
    dress();
}

QString SuspectView::text() const
{
    if (m_suspects.empty()) return m_snapshots < 2 ? QString() : tr("Nothing of the program's own has grown in number.");
    QStringList lines;
    for (const SuspectText& suspect : m_suspects) lines << suspect.text();
    return lines.join(u'\n');
}

void SuspectView::dress()
{
    const Theme& theme = m_themes.theme();
    const auto escaped = [](const QString& text) { return text.toHtmlEscaped(); };
    const QString link = QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>").arg(QStringLiteral("%1"), theme.accent.name(), QStringLiteral("%2"));
    QString html;
    if (m_suspects.empty()) html = escaped(text());
    for (std::size_t i = 0; i < m_suspects.size(); ++i) {
        const SuspectText& one = m_suspects[i];
        html += QStringLiteral("<p style=\"margin-bottom:14px\"><b>%1. %2</b><br>%3").arg(i + 1).arg(escaped(one.title), escaped(one.sentence));
        if (!one.why.isEmpty()) html += u' ' + escaped(one.why);
        html += QStringLiteral("<br>");
        if (!one.line.script.isEmpty()) {
            html += link.arg(QStringLiteral("line:%1").arg(i), tr("Look at %1").arg(escaped(one.line.place())));
            if (!one.line.code.isEmpty()) html += QStringLiteral("&nbsp; <code>%1</code>").arg(escaped(one.line.code.left(120)));
            html += QStringLiteral("<br>");
        }
        html += link.arg(QStringLiteral("object:%1").arg(i), tr("Show what keeps it")) + QStringLiteral("</p>");
    }
    if (!m_suspects.empty() && m_snapshots == 2)
        html += QStringLiteral("<p style=\"color:%1\">%2</p>").arg(theme.textMuted.name(), escaped(tr("From two snapshots. A third one tells what goes on growing from what has only warmed up.")));
    m_label->setText(html);
}

void SuspectView::follow(const QString& link)
{
    const auto at = link.section(u':', 1).toUInt();
    if (at >= m_suspects.size()) return;
    if (link.startsWith(QLatin1String("line:"))) emit placeWanted(m_suspects[at].line.script, m_suspects[at].line.line);
    else emit objectWanted(m_suspects[at].sample);
}

} // namespace loopscope
