#include "app/project/LessonPanel.h"

#include "visualizer/theme/ThemeManager.h"

#include <QLabel>
#include <QListWidget>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTextBlock>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>

namespace loopscope {

namespace {

bool isCode(const QTextBlockFormat& format)
{
    return format.hasProperty(QTextFormat::BlockCodeLanguage) || format.hasProperty(QTextFormat::BlockCodeFence);
}

/// A line of code is broken like any other, so that it does not make the prose scroll; what goes on below stands two
/// columns deeper than the line began.
void breakCode(QTextBlockFormat& format, const QTextBlock& block, const Theme& theme)
{
    const QString text = block.text();
    const auto first = std::find_if_not(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
    const qreal deeper = QFontMetricsF(theme.codeFont(TextSize::Small)).horizontalAdvance(u' ') * (qreal(first - text.begin()) + 2);
    format.setNonBreakableLines(false);
    format.setLeftMargin(format.leftMargin() + deeper);
    format.setTextIndent(-deeper);
}

/// Markdown's looks are made for a page; here the text stands in a narrow column.
void dressBlock(const QTextBlock& block, const Theme& theme)
{
    QTextBlockFormat format = block.blockFormat();
    const int level = format.headingLevel();
    const bool code = isCode(format);
    format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
    format.setTopMargin(level > 0 && block.blockNumber() > 0 ? theme.space(Space::M) : 0);
    format.setBottomMargin(code && isCode(block.next().blockFormat()) ? 0 : theme.space(Space::S));
    if (code) breakCode(format, block, theme);
    QTextCursor cursor(block);
    cursor.setBlockFormat(format);
    if (!code && level == 0) return;
    cursor.select(QTextCursor::BlockUnderCursor);
    QTextCharFormat look;
    look.setProperty(QTextFormat::FontSizeAdjustment, 0);
    if (code) look.setFont(theme.codeFont(TextSize::Small));
    else look.setFont(theme.font(level == 1 ? TextSize::Heading : TextSize::Title, QFont::DemiBold));
    cursor.mergeCharFormat(look);
}

} // namespace

namespace {

/// Rows as wide as the list: a title that has no room ends in dots.
class ElidingDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {0, QStyledItemDelegate::sizeHint(option, index).height()};
    }
};

} // namespace

LessonPanel::LessonPanel(const ThemeManager& themes, const QString& folder, const QString& workFolder, QWidget* parent)
    : QWidget(parent), m_themes(themes), m_lessons(Lesson::load(folder)), m_list(new QListWidget), m_text(new QTextBrowser)
{
    for (Lesson& lesson : m_lessons) lesson = lesson.inFolder(workFolder);
    m_list->setObjectName(QStringLiteral("lessonList"));
    m_list->setAccessibleName(tr("Lessons"));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new ElidingDelegate(m_list));
    for (const Lesson& lesson : m_lessons) {
        auto* item = new QListWidgetItem(QStringLiteral("%1. %2").arg(m_list->count() + 1).arg(lesson.title), m_list);
        item->setToolTip(lesson.title + QLatin1Char('\n') + lesson.summary);
    }
    m_text->setObjectName(QStringLiteral("lessonText"));
    m_text->setAccessibleName(tr("Text of the lesson"));
    m_text->setOpenExternalLinks(true);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_list);
    splitter->addWidget(m_text);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    const int rows = std::min<int>(int(m_lessons.size()), 10);
    splitter->setSizes({m_list->sizeHintForRow(0) * rows + 8, 10'000}); // the list as long as it is, the rest for the text
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    if (m_lessons.isEmpty()) {
        auto* none = new QLabel(tr("This installation has no lessons: the folder share/loopscope/lessons is missing."));
        none->setWordWrap(true);
        none->setMargin(12);
        none->setProperty("role", "muted");
        column->addWidget(none);
    }
    column->addWidget(splitter, 1);
    splitter->setVisible(!m_lessons.isEmpty());

    connect(m_list, &QListWidget::currentRowChanged, this, &LessonPanel::showText);
    connect(m_list, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) { open(m_list->row(item)); });
    connect(m_list, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { open(m_list->row(item)); });
    connect(&m_themes, &ThemeManager::changed, this, &LessonPanel::dress);
    dress();
}

void LessonPanel::open(int index)
{
    if (index < 0 || index >= m_lessons.size()) return;
    m_list->setCurrentRow(index);
    showText(index);
    if (!m_lessons[index].makeWorkingCopy(false)) return emit problem(tr("Cannot copy the lesson to %1.").arg(m_lessons[index].script));
    emit opened(m_lessons[index]);
}

void LessonPanel::restoreOriginal()
{
    const int index = m_list->currentRow();
    if (index < 0) return emit problem(tr("Choose a lesson first."));
    if (!m_lessons[index].makeWorkingCopy(true)) emit problem(tr("Cannot write %1.").arg(m_lessons[index].script));
}

void LessonPanel::showLessonOf(const QString& script)
{
    if (const int index = indexOf(script); index >= 0) m_list->setCurrentRow(index);
}

int LessonPanel::indexOf(const QString& script) const
{
    for (qsizetype i = 0; i < m_lessons.size(); ++i)
        if (m_lessons[i].isOf(script)) return int(i);
    return -1;
}

void LessonPanel::showText(int index)
{
    if (index < 0 || index >= m_lessons.size()) return m_text->setPlainText(tr("Choose a lesson: its script opens in the editor, its text here."));
    const Theme& theme = m_themes.theme();
    m_text->document()->setDefaultFont(theme.font(TextSize::Body));
    m_text->setMarkdown(m_lessons[index].text);
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next()) dressBlock(block, theme);
    m_text->moveCursor(QTextCursor::Start);
}

void LessonPanel::dress()
{
    m_text->document()->setDocumentMargin(m_themes.theme().space(Space::M));
    showText(m_list->currentRow());
}

} // namespace loopscope
