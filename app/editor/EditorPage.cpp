#include "app/editor/EditorPage.h"

#include "app/editor/CodeEditor.h"
#include "app/editor/NoticeBar.h"

#include <QFileInfo>
#include <QVBoxLayout>

namespace loopscope {

EditorPage::EditorPage(QWidget* parent) : QWidget(parent), m_notice(new NoticeBar(this)), m_editor(new CodeEditor(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_editor, 1);
    setFocusProxy(m_editor);
    connect(m_editor->document(), &QTextDocument::modificationChanged, this, &EditorPage::modifiedChanged);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &EditorPage::textEdited);
}

QString EditorPage::title() const { return m_path.isEmpty() ? tr("untitled") : QFileInfo(m_path).fileName(); }

bool EditorPage::isModified() const { return m_editor->document()->isModified(); }

QString EditorPage::load(const QString& path)
{
    const TextFile::ReadResult read = TextFile::read(path);
    if (!read.problem.isEmpty()) return read.problem;
    m_path = QFileInfo(path).absoluteFilePath();
    m_onDisk = read.file;
    m_editor->setFileName(QFileInfo(path).fileName());
    m_editor->setSource(read.file.text);
    m_editor->document()->setModified(false);
    emit pathChanged();
    return {};
}

QString EditorPage::save()
{
    TextFile file = m_onDisk;
    file.text = m_editor->toPlainText();
    const QString problem = file.write(m_path);
    if (!problem.isEmpty()) return problem;
    m_onDisk = file;
    m_editor->document()->setModified(false);
    m_notice->dismiss();
    return {};
}

QString EditorPage::saveAs(const QString& path)
{
    const QString before = std::exchange(m_path, QFileInfo(path).absoluteFilePath());
    const QString problem = save();
    if (!problem.isEmpty()) {
        m_path = before;
        return problem;
    }
    m_editor->setFileName(QFileInfo(path).fileName());
    emit pathChanged();
    return {};
}

void EditorPage::moveTo(const QString& path)
{
    m_path = path;
    m_editor->setFileName(QFileInfo(path).fileName());
    emit pathChanged();
}

void EditorPage::restoreUnsaved(const QString& text)
{
    if (text == m_editor->toPlainText()) return;
    if (m_path.isEmpty()) m_editor->setSource(text);
    else m_editor->replaceSource(text);
    m_editor->document()->setModified(true);
}

void EditorPage::lookAtDisk()
{
    if (m_path.isEmpty()) return;
    if (!QFileInfo::exists(m_path)) {
        m_editor->document()->setModified(true);
        return askAboutDisk(tr("%1 is no longer on disk. Save it to keep it.").arg(title()), false);
    }
    const TextFile::ReadResult read = TextFile::read(m_path);
    if (!read.problem.isEmpty() || read.file.text == m_onDisk.text) return;
    if (read.file.text == m_editor->toPlainText() || !isModified()) return reload();
    askAboutDisk(tr("%1 was changed by another program, and you changed it here.").arg(title()), true);
}

void EditorPage::reload()
{
    const TextFile::ReadResult read = TextFile::read(m_path);
    if (!read.problem.isEmpty()) return askAboutDisk(read.problem, false);
    m_onDisk = read.file;
    if (read.file.text != m_editor->toPlainText()) m_editor->replaceSource(read.file.text);
    m_editor->document()->setModified(false);
    m_notice->dismiss();
}

void EditorPage::askAboutDisk(const QString& sentence, bool canReload)
{
    std::vector<NoticeBar::Answer> answers;
    if (canReload) answers.push_back({tr("Reload from disk"), QStringLiteral("reloadFromDisk"), [this] { reload(); }});
    answers.push_back({tr("Keep mine"), QStringLiteral("keepMine"), {}});
    m_notice->ask(sentence, answers);
}

} // namespace loopscope
