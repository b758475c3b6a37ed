#include "app/editor/EditorColors.h"

#include "visualizer/theme/Contrast.h"
#include "visualizer/theme/Theme.h"

namespace loopscope {

EditorColors EditorColors::from(const Theme& theme)
{
    EditorColors c;
    c.background = theme.editor;
    c.text = theme.text;
    c.selection = theme.selection;
    c.currentLine = theme.currentLine;
    c.gutter = theme.editor;
    c.gutterText = theme.textFaint;
    c.gutterCurrent = theme.text;
    c.runCount = theme.textMuted;
    c.hit = mixed(theme.editor, theme.warning, theme.isDark ? 0.30 : 0.22);
    c.currentHit = mixed(theme.editor, theme.warning, theme.isDark ? 0.55 : 0.45);
    c.bracket = mixed(theme.editor, theme.accent, theme.isDark ? 0.35 : 0.22);
    c.badBracket = mixed(theme.editor, theme.error, theme.isDark ? 0.45 : 0.30);
    c.problem = theme.error;
    c.problemLine = mixed(theme.editor, theme.error, theme.isDark ? 0.18 : 0.10);
    c.breakpoint = theme.error;
    c.logpoint = theme.accent;
    c.runningAlpha = theme.isDark ? 56 : 40;
    c.keyword = theme.code.keyword;
    c.function = theme.code.function;
    c.builtin = theme.code.type;
    c.type = theme.code.type;
    c.string = theme.code.string;
    c.specialString = theme.code.regexp;
    c.number = theme.code.number;
    c.comment = theme.code.comment;
    c.op = theme.code.punctuation;
    return c;
}

} // namespace loopscope
