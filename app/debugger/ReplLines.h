#pragma once

#include "inspector/debugger/ConsoleMessage.h"

#include <QString>

#include <deque>

namespace loopscope {

/// What ReplPanel knows of its rows besides what the model shows. A value.
struct ReplLine {
    enum class Kind : std::uint8_t { Result, Logpoint, Message };
    Kind kind = Kind::Message;
    ConsoleMessage::Level level = ConsoleMessage::Level::Info;
    QString text; ///< for the filter
    ScriptPlace place;
    double time = 0; ///< ms since 1970; 0 if unknown
};

/// Which of them are shown.
struct ReplFilter {
    enum class Show : std::uint8_t { All, Info, Warnings, Errors, Results };
    Show show = Show::All;
    QString text;

    bool admits(const ReplLine& line) const
    {
        const bool isOfKind = show == Show::All || (show == Show::Results && line.kind != ReplLine::Kind::Message)
            || (show != Show::Results && static_cast<int>(line.level) >= static_cast<int>(show)); // in the order of levels
        return isOfKind && (text.isEmpty() || line.text.contains(text, Qt::CaseInsensitive));
    }
};

} // namespace loopscope
