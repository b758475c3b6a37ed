#include "app/editor/FindBar.h"

#include "app/editor/CodeEditor.h"
#include "visualizer/theme/Icon.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace loopscope {

namespace {

QToolButton* button(QWidget* parent, const QString& text, const QString& tip, const QString& name)
{
    auto* result = new QToolButton(parent);
    result->setText(text);
    result->setToolTip(tip);
    result->setAccessibleName(tip);
    result->setObjectName(name);
    result->setFocusPolicy(Qt::TabFocus);
    return result;
}

QHBoxLayout* row(QWidget* parent = nullptr)
{
    auto* layout = new QHBoxLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    return layout;
}

} // namespace

FindBar::FindBar(const ThemeManager& themes, QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("findBar"));
    setAttribute(Qt::WA_StyledBackground);
    build(themes);
    hide();
    connect(m_pattern, &QLineEdit::textChanged, this, &FindBar::searchChanged);
    for (QToolButton* toggle : {m_case, m_word, m_regex}) connect(toggle, &QToolButton::toggled, this, &FindBar::searchChanged);
}

void FindBar::build(const ThemeManager& themes)
{
    m_pattern = new QLineEdit(this);
    m_pattern->setObjectName(QStringLiteral("findPattern"));
    m_pattern->setPlaceholderText(tr("Find"));
    m_pattern->setClearButtonEnabled(true);
    m_replacement = new QLineEdit(this);
    m_replacement->setObjectName(QStringLiteral("findReplacement"));
    m_replacement->setPlaceholderText(tr("Replace with"));
    m_count = new QLabel(this);
    m_count->setObjectName(QStringLiteral("findCount"));
    m_count->setTextInteractionFlags(Qt::NoTextInteraction);
    m_case = option(QStringLiteral("Aa"), tr("Match case (Alt+C)"), QStringLiteral("findCase"));
    m_word = option(QStringLiteral("\u201cab\u201d"), tr("Whole words (Alt+W)"), QStringLiteral("findWord"));
    m_regex = option(QStringLiteral(".*"), tr("Regular expression (Alt+R)"), QStringLiteral("findRegex"));
    m_case->setShortcut(QKeySequence(Qt::ALT | Qt::Key_C));
    m_word->setShortcut(QKeySequence(Qt::ALT | Qt::Key_W));
    m_regex->setShortcut(QKeySequence(Qt::ALT | Qt::Key_R));

    auto* find = row();
    find->addWidget(m_pattern, 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_case, m_word, m_regex}) find->addWidget(widget);
    const auto act = [this](QHBoxLayout* to, const QIcon& picture, const QString& text, const QString& tip, const QString& name, auto slot) {
        QToolButton* made = button(this, text, tip, name);
        made->setIcon(picture);
        connect(made, &QToolButton::clicked, this, slot);
        to->addWidget(made);
    };
    act(find, icon(themes, QStringLiteral("chevron-up")), {}, tr("Previous hit (Shift+F3)"), QStringLiteral("findPrevious"), &FindBar::findPrevious);
    act(find, icon(themes, QStringLiteral("chevron-down")), {}, tr("Next hit (F3)"), QStringLiteral("findNext"), &FindBar::findNext);
    find->addWidget(m_count);
    act(find, icon(themes, QStringLiteral("close")), {}, tr("Close (Esc)"), QStringLiteral("findClose"), &FindBar::dismiss);

    m_replaceRow = new QWidget(this);
    auto* replace = row(m_replaceRow);
    replace->addWidget(m_replacement, 1);
    act(replace, {}, tr("Replace"), tr("Replace this hit and go to the next (Enter)"), QStringLiteral("replaceOne"), &FindBar::replaceOne);
    act(replace, {}, tr("Replace all"), tr("Replace every hit (Ctrl+Alt+Enter)"), QStringLiteral("replaceAll"), &FindBar::replaceAll);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 6);
    column->setSpacing(4);
    column->addLayout(find);
    column->addWidget(m_replaceRow);
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(QStringLiteral("00,000 of 00,000")));
}

QToolButton* FindBar::option(const QString& text, const QString& tip, const QString& name)
{
    QToolButton* toggle = button(this, text, tip, name);
    toggle->setCheckable(true);
    return toggle;
}

void FindBar::setEditor(CodeEditor* editor)
{
    if (m_editor == editor) return;
    if (m_editor) {
        m_editor->setSearch({});
        m_editor->disconnect(this);
    }
    m_editor = editor;
    if (!m_editor) return;
    connect(m_editor, &QPlainTextEdit::cursorPositionChanged, this, &FindBar::showCount);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &FindBar::showCount);
    if (isVisible()) searchChanged();
}

void FindBar::open(bool withReplace)
{
    if (!m_editor) return;
    m_replaceRow->setVisible(withReplace);
    show();
    const QString selected = m_editor->textCursor().selectedText();
    if (!selected.isEmpty() && !selected.contains(QChar::ParagraphSeparator)) m_pattern->setText(selected);
    searchChanged();
    m_pattern->setFocus();
    m_pattern->selectAll();
}

bool FindBar::isReplaceShown() const { return m_replaceRow->isVisibleTo(this); }

void FindBar::dismiss()
{
    hide();
    if (!m_editor) return;
    m_editor->setSearch({});
    m_editor->setFocus();
}

TextSearch FindBar::search() const
{
    return TextSearch(m_pattern->text(), {m_case->isChecked(), m_word->isChecked(), m_regex->isChecked()});
}

void FindBar::searchChanged()
{
    if (!m_editor) return;
    m_editor->setSearch(search());
    showCount();
}

void FindBar::showCount()
{
    if (!isLive()) return;
    const TextSearch wanted = search();
    const auto& hits = m_editor->searchHits();
    const bool wrong = !wanted.problem().isEmpty();
    m_count->setToolTip(wanted.problem());
    showState(wrong || (!wanted.isEmpty() && hits.empty()));
    if (wrong) return m_count->setText(tr("not a pattern"));
    if (wanted.isEmpty()) return m_count->clear();
    if (hits.empty()) return m_count->setText(tr("no hits"));
    const int start = m_editor->textCursor().selectionStart();
    const auto here = std::lower_bound(hits.begin(), hits.end(), start, [](const auto& hit, int at) { return hit.position < at; });
    const bool onHit = here != hits.end() && here->position == start && wanted.matches(m_editor->textCursor().selectedText());
    const QString many = (hits.size() == TextSearch::kMaxHits ? QStringLiteral("%L1+") : QStringLiteral("%L1")).arg(hits.size());
    m_count->setText(onHit ? tr("%L1 of %2").arg(here - hits.begin() + 1).arg(many) : tr("%n hits", nullptr, int(hits.size())));
}

void FindBar::showState(bool error)
{
    const QVariant state = error ? QVariant(QStringLiteral("error")) : QVariant();
    if (m_pattern->property("state") == state) return;
    m_pattern->setProperty("state", state);
    m_pattern->style()->polish(m_pattern); // stylesheets look at properties only when asked
}

void FindBar::step(int direction)
{
    if (!m_editor) return;
    if (!isVisible()) m_editor->setSearch(search());
    const auto& hits = m_editor->searchHits();
    if (hits.empty()) return;
    QTextCursor cursor = m_editor->textCursor();
    auto hit = hits.begin();
    if (direction > 0) {
        hit = std::lower_bound(hits.begin(), hits.end(), cursor.selectionEnd(), [](const auto& h, int at) { return h.position < at; });
        if (hit == hits.end()) hit = hits.begin();
    } else {
        hit = std::lower_bound(hits.begin(), hits.end(), cursor.selectionStart(), [](const auto& h, int at) { return h.position < at; });
        hit = hit == hits.begin() ? hits.end() - 1 : hit - 1;
    }
    cursor.setPosition(hit->position);
    cursor.setPosition(hit->position + hit->length, QTextCursor::KeepAnchor);
    m_editor->setTextCursor(cursor);
    m_editor->centerCursor();
}

void FindBar::findNext() { step(+1); }
void FindBar::findPrevious() { step(-1); }

void FindBar::replaceOne()
{
    if (!m_editor) return;
    const TextSearch wanted = search();
    QTextCursor cursor = m_editor->textCursor();
    if (wanted.matches(cursor.selectedText())) cursor.insertText(wanted.replacementFor(cursor.selectedText(), m_replacement->text()));
    m_editor->setTextCursor(cursor);
    findNext();
}

void FindBar::replaceAll()
{
    if (!m_editor) return;
    const int count = search().replaceAll(*m_editor->document(), m_replacement->text());
    m_count->setText(tr("%n replaced", nullptr, count));
}

void FindBar::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape) return dismiss();
    if (!enter) return QWidget::keyPressEvent(event);
    if (event->modifiers().testFlags(Qt::ControlModifier | Qt::AltModifier)) return replaceAll();
    if (m_replacement->hasFocus()) return replaceOne();
    event->modifiers() & Qt::ShiftModifier ? findPrevious() : findNext();
}

} // namespace loopscope
