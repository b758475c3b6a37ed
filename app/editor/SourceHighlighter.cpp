#include "app/editor/SourceHighlighter.h"

#include "app/editor/EditorColors.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/Theme>

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

namespace loopscope {

namespace {

using Style = KSyntaxHighlighting::Theme::TextStyle;

// Reading the definitions takes a while and they never change: one repository serves all documents.
KSyntaxHighlighting::Repository& repository()
{
    static KSyntaxHighlighting::Repository instance;
    return instance;
}

struct Look {
    QColor color;
    bool bold = false;
    bool italic = false;
};

Look lookOf(Style style, const EditorColors& c)
{
    switch (style) {
    case Style::Keyword:
    case Style::ControlFlow:
    case Style::Import: return {c.keyword, true};
    case Style::Function: return {c.function};
    case Style::BuiltIn:
    case Style::Extension: return {c.builtin};
    case Style::DataType: return {c.type};
    case Style::Attribute:
    case Style::Preprocessor:
    case Style::Annotation:
    case Style::RegionMarker: return {c.builtin};
    case Style::Char:
    case Style::String:
    case Style::VerbatimString: return {c.string};
    case Style::SpecialString:
    case Style::SpecialChar: return {c.specialString};
    case Style::DecVal:
    case Style::BaseN:
    case Style::Float:
    case Style::Constant: return {c.number};
    case Style::Comment:
    case Style::Documentation:
    case Style::Information:
    case Style::CommentVar: return {c.comment, false, true};
    case Style::Warning:
    case Style::Alert:
    case Style::Error: return {c.problem};
    case Style::Operator: return {c.op};
    default: return {c.text};
    }
}

} // namespace

SourceHighlighter::SourceHighlighter(QTextDocument* document) : SyntaxHighlighter(document) {}

void SourceHighlighter::setFileName(const QString& fileName)
{
    KSyntaxHighlighting::Definition language;
    if (!fileName.isEmpty()) language = repository().definitionForFileName(fileName);
    if (!language.isValid()) {
        const bool script = fileName.isEmpty() || fileName.endsWith(QLatin1String("js"));
        language = script ? repository().definitionForName(QStringLiteral("JavaScript")) : repository().definitionForName(QStringLiteral("None"));
    }
    if (language != definition()) setDefinition(language);
}

void SourceHighlighter::setColors(const EditorColors& colors)
{
    for (std::size_t i = 0; i < m_formats.size(); ++i) {
        const Look look = lookOf(Style(i), colors);
        m_formats[i] = {};
        m_formats[i].setForeground(look.color);
        if (look.bold) m_formats[i].setFontWeight(QFont::DemiBold);
        if (look.italic) m_formats[i].setFontItalic(true);
        m_formats[i].setProperty(kStyleProperty, int(i));
    }
    rehighlight();
}

QString SourceHighlighter::lineComment() const { return definition().singleLineCommentMarker(); }

bool SourceHighlighter::isCode(int position) const
{
    const QTextBlock block = document()->findBlock(position);
    const int offset = position - block.position();
    for (const QTextLayout::FormatRange& range : block.layout()->formats()) {
        if (offset < range.start || offset >= range.start + range.length) continue;
        switch (Style(range.format.intProperty(kStyleProperty))) {
        case Style::Char:
        case Style::String:
        case Style::VerbatimString:
        case Style::SpecialString:
        case Style::Comment:
        case Style::Documentation: return false;
        default: return true;
        }
    }
    return true;
}

void SourceHighlighter::applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format)
{
    const auto style = static_cast<std::size_t>(format.textStyle());
    if (length > 0 && style < m_formats.size()) setFormat(offset, length, m_formats[style]);
}

} // namespace loopscope
