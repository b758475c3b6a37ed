#pragma once

#include <QRegularExpression>
#include <QStringList>

namespace loopscope {

/// Code that a user steps past, by VS Code's patterns of its paths: "**/node_modules/**", "<node_internals>/**", "/home/ada/lib/*.js"; one that begins
/// with "!" takes out what those before it have. A value.
class SkipFiles
{
public:
    SkipFiles() = default;
    explicit SkipFiles(const QStringList& globs);

    /// For Debugger.setBlackboxPatterns: what a script's url must match, as V8 and Qt both read it. Empty for none.
    const QStringList& patterns() const { return m_patterns; }
    bool matches(const QString& url) const;

private:
    QStringList m_patterns;
    QRegularExpression m_all;
};

} // namespace loopscope
