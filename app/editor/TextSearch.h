#pragma once

#include <QRegularExpression>
#include <QString>
#include <QTextCursor>

#include <vector>

class QTextDocument;

namespace loopscope {

/// Finding and replacing in a document: what the find bar does, without the bar.
///
/// Thread: the GUI's. A plain value; documents are passed in.
class TextSearch
{
public:
    struct Options {
        bool matchCase = false;
        bool wholeWord = false;
        bool regex = false;
        bool operator==(const Options&) const = default;
    };
    struct Hit {
        int position = 0;
        int length = 0;
    };
    static constexpr std::size_t kMaxHits = 20'000; ///< more are not counted

    TextSearch() = default;
    TextSearch(const QString& pattern, Options options);

    bool isEmpty() const { return m_expression.pattern().isEmpty(); }
    /// Why the pattern cannot be used; empty if it can.
    QString problem() const;

    /// All hits in the order of the text, at most kMaxHits, none of them empty.
    std::vector<Hit> hits(const QTextDocument& document) const;
    /// What replaces the selected hit; with regex, $1 .. $9 and $& are what the groups held.
    QString replacementFor(const QString& hit, const QString& replacement) const;
    /// Replaces every hit as one step of undo; returns how many.
    int replaceAll(QTextDocument& document, const QString& replacement) const;
    /// True if `selected` is exactly one hit.
    bool matches(const QString& selected) const;

private:
    QRegularExpression m_expression;
    bool m_regex = false;
};

} // namespace loopscope
