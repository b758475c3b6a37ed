#include "app/project/LessonPanel.h"

#include "visualizer/theme/ThemeManager.h"

#include <QLabel>
#include <QListWidget>
#include <QSplitter>
#include <QTextBlock>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>

namespace loopscope {

LessonPanel::LessonPanel(const ThemeManager& themes, const QString& folder, const QString& workFolder, QWidget* parent)
    : QWidget(parent), m_themes(themes), m_lessons(Lesson::load(folder)), m_list(new QListWidget), m_text(new QTextBrowser)
{
    for (Lesson& lesson : m_lessons) lesson = lesson.inFolder(workFolder);
    m_list->setObjectName(QStringLiteral("lessonList"));
    m_list->setAccessibleName(tr("Lessons"));
    m_list->setUniformItemSizes(true);
    for (const Lesson& lesson : m_lessons) {
        auto* item = new QListWidgetItem(QStringLiteral("%1. %2").arg(m_list->count() + 1).arg(lesson.title), m_list);
        item->setToolTip(lesson.summary);
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
    // Markdown's headings are made for a page; here they stand in a narrow column.
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next()) {
        const int level = block.blockFormat().headingLevel();
        QTextCursor cursor(block);
        QTextBlockFormat format = block.blockFormat();
        const bool code = block.blockFormat().hasProperty(QTextFormat::BlockCodeLanguage) || block.blockFormat().hasProperty(QTextFormat::BlockCodeFence);
        format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
        format.setTopMargin(level > 0 && block.blockNumber() > 0 ? theme.space(Space::M) : 0);
        format.setBottomMargin(code ? 0 : theme.space(Space::S));
        cursor.setBlockFormat(format);
        if (level == 0) continue;
        cursor.select(QTextCursor::BlockUnderCursor);
        QTextCharFormat look;
        look.setProperty(QTextFormat::FontSizeAdjustment, 0);
        look.setFont(theme.font(level == 1 ? TextSize::Heading : TextSize::Title, QFont::DemiBold));
        cursor.mergeCharFormat(look);
    }
    m_text->moveCursor(QTextCursor::Start);
}

void LessonPanel::dress()
{
    m_text->document()->setDocumentMargin(m_themes.theme().space(Space::M));
    showText(m_list->currentRow());
}

} // namespace loopscope
