#pragma once

#include "app/profile/ProfileFile.h"
#include "inspector/profile/Costs.h"

#include <QAbstractScrollArea>

#include <optional>

namespace loopscope {

class ThemeManager;

/// The boxes of a profile, the outermost frames above. The wheel zooms around the pointer, with Shift it pans, with Alt it scrolls;
/// dragging pans; a click chooses a box; the arrows go from box to box, Enter or a double click shows the box over the whole width,
/// Backspace all again.
///
/// Positions are ns or bytes from the profile's beginning. What is to be seen is another's to say: rangeWanted() asks for it.
///
/// Thread: the GUI's. Themes must outlive it.
class FlameView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit FlameView(const ThemeManager& themes, QWidget* parent = nullptr);

    void show(std::shared_ptr<const ProfileFile> file);
    void setRange(profile::Stretch range); ///< may reach beyond the profile
    profile::Stretch range() const { return m_range; }
    void setCursorPosition(std::optional<std::int64_t> position) { m_cursor = position; viewport()->update(); }
    void setSelection(std::optional<profile::Stretch> selection) { m_selection = selection; viewport()->update(); }
    /// Boxes of functions with this in their name or place are lit, others are dimmed; "" for all.
    void setFilter(const QString& filter);

    /// With Node's own frames below the program's.
    void setInternals(bool shown);

    struct Place {
        std::size_t row = 0, box = 0;
        bool operator==(const Place&) const = default;
    };
    const std::optional<Place>& current() const { return m_current; }
    void choose(std::optional<Place> place);
    /// Name, place, own and total cost of the chosen box, or a hint.
    QString currentText() const;
    const profile::Function* currentFunction() const;
    QSize sizeHint() const override { return {480, 200}; }

signals:
    void rangeWanted(profile::Stretch range);
    void chosen();
    void placeWanted();
    void momentWanted(std::int64_t position);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Paint;
    void layOut();
    double rowHeight() const;
    double x(std::int64_t position) const;
    std::int64_t position(double x) const;
    const profile::FlameRows& rows() const { return m_hasInternals ? m_file->allRows : m_file->rows; }
    std::optional<Place> placeAt(QPointF point) const;
    const profile::FlameBox& box(const Place& place) const { return rows()[place.row][place.box]; }
    QString text(const Place& place) const;
    QColor ground(const profile::Function& function) const;
    void paintRow(Paint& paint, std::size_t row) const;
    void zoom(double x, double factor);
    void showBox();
    void showAll();
    void step(int along, int down);

    const ThemeManager& m_themes;
    std::shared_ptr<const ProfileFile> m_file;
    profile::Stretch m_range;
    std::optional<std::int64_t> m_cursor;
    std::optional<profile::Stretch> m_selection;
    QString m_filter;
    std::vector<bool> m_isLit; ///< by function
    bool m_hasInternals = false;
    std::optional<Place> m_current;
    std::optional<QPointF> m_pressed, m_dragged;
};

} // namespace loopscope
