#pragma once

#include <QWidget>

class QComboBox;

namespace loopscope {

class Player;
class ThemeManager;
class TimelineActions;
class SearchField;
class StillLabel;
class TraceView;

/// One compact row: step, play, speed, follow, zoom, and where the cursor is.
///
/// Thread: the GUI's. Lifetime: what it is given must outlive it.
class TransportBar : public QWidget
{
    Q_OBJECT
public:
    TransportBar(TraceView& view, Player& player, TimelineActions& actions, const ThemeManager& themes, QWidget* parent = nullptr);

    SearchField& search() const { return *m_search; }

private:
    void makeSpeeds();
    void showTime();
    void setTime(const QString& text);
    QString selectionText() const;

    TraceView& m_view;
    Player& m_player;
    QComboBox* m_speeds;
    SearchField* m_search;
    StillLabel* m_time;
};

} // namespace loopscope
