#pragma once

#include "app/memory/SuspectText.h"

#include <QScrollArea>

class QLabel;

namespace loopscope {

class ThemeManager;

/// What has grown, one paragraph a suspect, with links to its line and to what keeps it.
///
/// Thread: the GUI's. Themes must outlive it.
class SuspectView : public QScrollArea
{
    Q_OBJECT
public:
    explicit SuspectView(const ThemeManager& themes, QWidget* parent = nullptr);

    void show(std::vector<SuspectText> suspects, std::size_t snapshots);
    const std::vector<SuspectText>& suspects() const { return m_suspects; }
    QString text() const; ///< a line each

signals:
    void placeWanted(const QString& path, int line);
    void objectWanted(quint32 node);

private:
    void dress();
    void follow(const QString& link);

    const ThemeManager& m_themes;
    std::vector<SuspectText> m_suspects;
    std::size_t m_snapshots = 0;
    QLabel* m_label;
};

} // namespace loopscope
