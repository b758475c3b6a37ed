#pragma once

#include "tests/support/CpuTime.h"

#include <QAbstractEventDispatcher>
#include <QObject>

#include <algorithm>
#include <vector>

namespace loopscope {

/// What the GUI's thread takes, turn by turn of its event loop, in its own time: others may have the processor meanwhile.
class GuiTurns : public QObject
{
public:
    GuiTurns()
    {
        connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this, [this] {
            const double now = cpuTime();
            if (m_last > 0) m_turns.push_back(now - m_last);
            m_last = now;
        });
    }
    void begin() { m_last = 0, m_turns.clear(); }
    double longest() const { return m_turns.empty() ? 0 : std::ranges::max(m_turns); } ///< ms

private:
    double m_last = 0;
    std::vector<double> m_turns;
};

} // namespace loopscope
