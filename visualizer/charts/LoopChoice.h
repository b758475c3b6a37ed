#pragma once

#include <QComboBox>

namespace loopscope {

class TraceView;

/// Whose loop is shown; hidden where there is only one.
///
/// Thread: the GUI's.
class LoopChoice : public QComboBox
{
    Q_OBJECT
public:
    explicit LoopChoice(QWidget* parent = nullptr);

    /// The loop that was chosen stays so, as long as there is one of its number.
    void fill(const TraceView& view);
    /// The index of its thread.
    std::uint16_t loop() const { return static_cast<std::uint16_t>(currentData().toUInt()); }
};

} // namespace loopscope
