#pragma once

#include "runtime/events/Record.h"
#include "visualizer/theme/Hue.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <vector>

namespace loopscope {

/// The parts of the Stage, as tests and keyboard know them.
enum class StageArea : std::uint8_t { Empty, Loops, Stack, Ring, NextTick, Microtasks, Pool, Operations, Timers, Explain };
QString name(StageArea);

/// How a text is set; the painter turns it into a font and a colour.
enum class StageType : std::uint8_t {
    Heading, ///< of an area: small, strong
    Note,    ///< small, quiet: counts, units, hints
    Label,   ///< of tokens
    Code,    ///< functions
    Place,   ///< file:line
    Phase,   ///< names around the ring
    Number,  ///< the iteration
    Sentence ///< Explain
};

/// One thing to draw. Neutral: no colour, no font. Lengths are device-independent pixels.
struct StageItem {
    enum class Kind : std::uint8_t {
        Card,    ///< ground of an area; lit: it is where things happen now
        Text,    ///< `text` in `type`
        Chip,    ///< a token with `text` and `sub`: one async operation, or a frame of the stack; `value` 0..1 of it filled
        Mark,    ///< a token drawn as its shape alone
        Arc,     ///< a phase on the ring, from `start` over `span` degrees, clockwise from 12 o'clock
        Pointer, ///< from the ring's centre to `start` degrees
        Arrow,   ///< from `rect`'s top middle to its bottom middle
        Slot     ///< a place that is free
    };
    Kind kind = Kind::Text;
    StageArea area = StageArea::Empty;
    StageType type = StageType::Label;
    QRectF rect;
    QString text;
    QString sub;             ///< second, quieter text
    QString tip;             ///< what a tool tip and a screen reader say
    Hue hue = Hue::Main;
    Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter;
    bool lit = false;        ///< runs now, or is current
    bool dim = false;        ///< Node's own, or not reached
    bool shaped = true;      ///< Chip: starts with its hue's shape
    bool wrap = false;       ///< Text: over several lines
    std::uint64_t id = 0;    ///< the operation it stands for
    SiteId site = SiteId::None; ///< where a click leads
    double start = 0, span = 0, thickness = 0, value = 0;

    /// Can be hovered, focused and clicked.
    bool isToken() const { return (kind == Kind::Chip || kind == Kind::Mark) && (id != 0 || site != SiteId::None); }
};

/// The whole picture, to be drawn in order.
struct StageScene {
    QSizeF size;
    std::vector<StageItem> items;
    QString sentence; ///< Explain's

    /// The token at a point, or null.
    const StageItem* tokenAt(QPointF point) const;
    /// One line an item that says something, for tests: "stack chip lit timeout | app.js:3 #5".
    QString toText() const;
};

} // namespace loopscope
