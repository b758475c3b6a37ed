#pragma once

#include "visualizer/stage/OperationLabel.h"
#include "visualizer/stage/StageLayout.h"

namespace loopscope {

/// What the parts of the layout share: the input, the measure, the scene that they add to.
struct StageBuilder {
    const StageInput& input;
    const StageMeasure& measure;
    StageScene& scene;

    Labeller labelOf() const { return {input.labels, input.dictionary, input.thread}; }
    /// ns from then to the cursor; clocks of two threads may disagree a little, so never below 0.
    std::uint64_t elapsed(std::uint64_t since) const { return input.time > since ? input.time - since : 0; }
    double px(double pixels) const { return measure.px(pixels); }
    StageItem& add(StageItem item) const
    {
        scene.items.push_back(std::move(item));
        return scene.items.back();
    }
    void card(StageArea area, QRectF rect, bool lit = false, Hue hue = Hue::Main) const;
    void text(StageArea area, StageType type, QRectF rect, const QString& text,
              Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter) const;
    /// A heading with a quiet count behind it.
    void heading(StageArea area, QRectF rect, const QString& text, const QString& note = {}) const;
    double chipHeight() const { return px(22); }
    /// As wide as the chip's texts want, at most `most`.
    double chipWidth(const OperationLabel& label, double most, bool shortPlace = false) const;
    StageItem chip(StageArea area, const OperationLabel& label, std::uint64_t id) const;
};

/// A function frame that is the very function of the callback under it says nothing new.
bool isSameAsBelow(const StageBuilder& builder, const std::vector<StackFrame>& stack, std::size_t depth);

// Each adds one part, inside its rectangle.
void layoutStack(const StageBuilder& builder, QRectF rect);
void layoutRing(const StageBuilder& builder, QRectF rect);
/// `heading` beside the tokens in one line, or above them.
void layoutDrainQueue(const StageBuilder& builder, QRectF rect, Queue queue, bool inLine);
void layoutElsewhere(const StageBuilder& builder, QRectF rect);

/// The chips of `callbacks` in rows from the left, as many as fit; then "+n".
struct ChipFlow {
    QRectF rect;
    StageArea area;
    Queue queue;
    bool rightToLeft = false; ///< the first at the right edge
};
void layoutChips(const StageBuilder& builder, const ChipFlow& flow, const WaitingQueue& callbacks);

/// ":3" of "app.js:3".
QString lineOf(const QString& place);

/// How many of them are to be shown, Node's own left out unless asked for.
std::size_t shownCount(const StageInput& input, const WaitingQueue& callbacks);

} // namespace loopscope
