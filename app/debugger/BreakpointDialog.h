#pragma once

#include "inspector/debugger/Breakpoint.h"

#include <QDialog>

class QLineEdit;
class QSpinBox;

namespace loopscope {

/// Asks under which conditions a breakpoint stops, or what it prints instead.
///
/// Thread: the GUI's.
class BreakpointDialog : public QDialog
{
    Q_OBJECT
public:
    explicit BreakpointDialog(const Breakpoint& breakpoint, QWidget* parent = nullptr);

    Breakpoint breakpoint() const; ///< as the user wants it

private:
    const Breakpoint m_breakpoint;
    QLineEdit* m_condition;
    QSpinBox* m_hits;
    QLineEdit* m_message;
};

} // namespace loopscope
