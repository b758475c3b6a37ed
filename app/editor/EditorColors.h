#pragma once

#include <QColor>

namespace loopscope {

class Theme;

/// The colours that the editor needs, as a theme gives them. A plain value.
struct EditorColors {
    QColor background, text;
    QColor selection, currentLine;
    QColor gutter, gutterText, gutterCurrent, runCount;
    QColor hit, currentHit;
    QColor bracket, badBracket;
    QColor problem, problemLine;
    QColor breakpoint, logpoint;
    int runningAlpha = 60; ///< 0..255, of the running line's background
    QColor keyword, function, builtin, type, string, specialString, number, comment, op;

    static EditorColors from(const Theme& theme);
};

} // namespace loopscope
