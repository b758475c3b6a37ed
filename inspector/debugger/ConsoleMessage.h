#pragma once

#include "inspector/debugger/CallFrame.h"

#include <QJsonObject>

namespace loopscope {

class Scripts;

/// What the program told the console (console.log and its like), or an error that nothing caught. A value.
struct ConsoleMessage {
    enum class Level : std::uint8_t { Debug, Info, Warning, Error };
    enum class Kind : std::uint8_t { Text, Group, GroupEnd, Clear };
    Kind kind = Kind::Text;
    Level level = Level::Info;
    QString text;      ///< one line, with %s and its like in place
    RemoteValue value; ///< where it is one value that can be opened
    std::vector<RemoteProperty> parts; ///< rows below it: values, the rows of a table, the lines of a stack
    ScriptPlace place;
    double time = 0;   ///< ms since 1970, as V8 has it
};

/// Whether Node itself made this call inside another one, which was told too: console.count calls console.log.
bool isEchoOfNode(const QJsonObject& consoleApiCalled);
/// Runtime.consoleAPICalled
ConsoleMessage consoleMessageFromJson(const QJsonObject& params, const Scripts& scripts);
/// Runtime.exceptionThrown
ConsoleMessage thrownMessageFromJson(const QJsonObject& params, const Scripts& scripts);
/// The lines of an error's stack as rows: the function, and "(path:line:column)".
std::vector<RemoteProperty> stackRows(const RemoteValue& error);

} // namespace loopscope
