#include "app/launch/JsonComments.h"

namespace loopscope {

namespace {

/// The end of the text, of a string or of a comment that begins at `from`.
qsizetype endOfString(const QByteArray& json, qsizetype from)
{
    for (qsizetype i = from + 1; i < json.size(); ++i) {
        if (json[i] == '\\') ++i;
        else if (json[i] == '"') return i + 1;
    }
    return json.size();
}

qsizetype endOfComment(const QByteArray& json, qsizetype from)
{
    const bool isLine = json[from + 1] == '/';
    const qsizetype end = isLine ? json.indexOf('\n', from) : json.indexOf("*/", from + 2);
    return end < 0 ? json.size() : isLine ? end : end + 2;
}

} // namespace

QByteArray withoutComments(const QByteArray& json)
{
    QByteArray made;
    qsizetype comma = -1; // in `made`: nothing but blanks came behind it
    for (qsizetype i = json.startsWith("\xef\xbb\xbf") ? 3 : 0; i < json.size();) {
        const char c = json[i];
        const bool isComment = c == '/' && i + 1 < json.size() && (json[i + 1] == '/' || json[i + 1] == '*');
        if (isComment) {
            const qsizetype end = endOfComment(json, i);
            for (; i < end; ++i)
                if (json[i] == '\n') made += '\n';
            continue;
        }
        if (c == '"') {
            const qsizetype end = endOfString(json, i);
            made += json.sliced(i, end - i);
            i = end;
            comma = -1;
            continue;
        }
        if ((c == ']' || c == '}') && comma >= 0) made[comma] = ' ';
        if (c == ',') comma = made.size();
        else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') comma = -1;
        made += c;
        ++i;
    }
    return made;
}

} // namespace loopscope
