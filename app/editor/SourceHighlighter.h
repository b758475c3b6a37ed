#pragma once

#include <KSyntaxHighlighting/SyntaxHighlighter>

#include <QTextCharFormat>

#include <array>

class QTextDocument;

namespace loopscope {

struct EditorColors;

/// Colours source as KSyntaxHighlighting reads it, in the colours of our theme.
///
/// Thread: the GUI's. Owned by the document.
class SourceHighlighter : public KSyntaxHighlighting::SyntaxHighlighter
{
public:
    explicit SourceHighlighter(QTextDocument* document);

    /// Chooses the language by the file's name; a nameless buffer is JavaScript.
    void setFileName(const QString& fileName);
    void setColors(const EditorColors& colors);
    /// The language's mark for a comment to the end of the line, "" if it has none.
    QString lineComment() const;
    /// False in strings, comments and regular expressions.
    bool isCode(int position) const;

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format) override;

private:
    static constexpr int kStyleProperty = QTextFormat::UserProperty + 1;
    std::array<QTextCharFormat, 32> m_formats; // by KSyntaxHighlighting::Theme::TextStyle
};

} // namespace loopscope
