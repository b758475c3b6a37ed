#pragma once

#include "runtime/events/Record.h"

#include <QWidget>

namespace loopscope {

class OverviewStrip;
class Player;
class ThemeManager;
class TimelineActions;
class TimelineCanvas;
class TransportBar;
class TraceView;

/// When what ran: transport bar, lanes, overview. Its actions() are for menus and the palette too; keys of its own work
/// while it has the focus.
///
/// Thread: the GUI's. Lifetime: view and themes must outlive it.
class TimelinePanel : public QWidget
{
    Q_OBJECT
public:
    TimelinePanel(TraceView& view, const ThemeManager& themes, QWidget* parent = nullptr);

    Player& player() const { return *m_player; }
    TimelineCanvas& canvas() const { return *m_canvas; }
    TransportBar& transport() const { return *m_transport; }
    OverviewStrip& overview() const { return *m_overview; }
    const TimelineActions& timeActions() const { return *m_actions; }

signals:
    /// The user wants to see this place; `id` is the callback, 0 for a function.
    void siteRequested(loopscope::SiteId site, std::uint64_t id);

protected:
    void keyPressEvent(QKeyEvent*) override;

private:
    void askForNote();

    TraceView& m_view;
    Player* m_player;
    TimelineCanvas* m_canvas;
    OverviewStrip* m_overview;
    TimelineActions* m_actions;
    TransportBar* m_transport;
};

} // namespace loopscope
