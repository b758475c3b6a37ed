#include "visualizer/charts/LoopChoice.h"

#include "visualizer/charts/ChartText.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"

#include <QSignalBlocker>

#include <algorithm>

namespace loopscope {

LoopChoice::LoopChoice(QWidget* parent) : QComboBox(parent)
{
    setAccessibleName(tr("Loop"));
    setToolTip(tr("Whose loop the charts show"));
}

void LoopChoice::fill(const TraceView& view)
{
    std::vector<std::uint16_t> threads;
    if (view.model()) threads = view.model()->series().loops();
    const auto infos = view.recording() ? view.recording()->threads() : std::vector<ThreadInfo>();
    const auto isLoop = [&](std::uint16_t t) { return t < infos.size() && (infos[t].kind == ThreadKind::Loop || infos[t].kind == ThreadKind::Worker); };
    std::erase_if(threads, [&](std::uint16_t t) { return !isLoop(t); });
    setVisible(threads.size() > 1);
    const bool same = static_cast<std::size_t>(count()) == threads.size() && std::all_of(threads.begin(), threads.end(), [&](auto t) { return findData(t) >= 0; });
    if (same) return;
    const QSignalBlocker quiet(this);
    const QVariant chosen = currentData();
    clear();
    for (const std::uint16_t thread : threads) addItem(ChartText::loop(infos[thread]), thread);
    setCurrentIndex(std::max(0, findData(chosen)));
}

} // namespace loopscope
