#pragma once

#include "app/memory/TreemapLayout.h"

#include <QWidget>

#include <memory>

namespace loopscope {

class ThemeManager;

/// Who alone keeps how much, as nested tiles (TreemapLayout). A click or the arrows choose an object; Enter or a double click goes into
/// it, Backspace out again.
///
/// Thread: the GUI's. Themes must outlive it.
class TreemapView : public QWidget
{
    Q_OBJECT
public:
    explicit TreemapView(const ThemeManager& themes, QWidget* parent = nullptr);

    void show(std::shared_ptr<const HeapFile> file);
    const std::vector<Tile>& tiles() const { return m_tiles; }
    std::uint32_t root() const { return m_way.empty() ? 0 : m_way.back(); }
    int current() const { return m_current; } ///< index of the chosen tile, -1 for none
    void goInto(std::uint32_t node);
    void goOut();
    QSize sizeHint() const override { return {480, 260}; }

signals:
    void chosen(quint32 node);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void layOut();
    void choose(int tile);
    void move(int dx, int dy);
    int tileAt(QPointF position) const;
    QString text(const Tile& tile) const;
    QColor ground(const Tile& tile) const;
    double heading() const;

    const ThemeManager& m_themes;
    std::shared_ptr<const HeapFile> m_file;
    std::vector<std::uint32_t> m_way; ///< from the root to what is shown
    std::vector<Tile> m_tiles;
    int m_current = -1;
};

} // namespace loopscope
