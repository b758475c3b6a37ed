#pragma once

#include "visualizer/stage/StageScene.h"
#include "visualizer/theme/Theme.h"

#include <QElapsedTimer>
#include <QVariantAnimation>
#include <QWidget>

namespace loopscope {

class ThemeManager;
class TraceView;

/// The picture of the runtime at the TraceView's cursor. Draws a StageScene and sends wishes: hovering or focusing a
/// token lights it everywhere, clicking it (or Enter) asks for its place in the source.
///
/// Keys: Tab and arrows go from token to token, Enter and Space act as a click, W shows the facts behind the sentence (as does a
/// click on it), Escape leaves.
/// Thread: the GUI's. Lifetime: view and themes must outlive it.
class StagePanel : public QWidget
{
    Q_OBJECT
public:
    StagePanel(TraceView& view, const ThemeManager& themes, QWidget* parent = nullptr);

    /// Where everything is, or is on its way to.
    const StageScene& scene() const { return m_scene; }
    /// The token that has the keyboard, or null.
    const StageItem* focusedToken() const;

    /// The cursor has stood long enough that its next small move is a step, shown as motion, and not scrubbing.
    bool isSettled() const;

    std::uint16_t thread() const { return m_thread; }
    void setThread(std::uint16_t thread);
    bool showsInternal() const { return m_showInternal; }
    void setShowInternal(bool show);

    /// Opens what is behind the sentence: see FactsPopup.
    void showFacts();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// The user wants to see this place; `id` is the operation, 0 for a function.
    void siteRequested(loopscope::SiteId site, std::uint64_t id);
    void sentenceChanged(const QString& sentence);

protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;
    void leaveEvent(QEvent*) override;
    void contextMenuEvent(QContextMenuEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    void focusInEvent(QFocusEvent*) override;
    void focusOutEvent(QFocusEvent*) override;
    bool focusNextPrevChild(bool next) override;
    bool event(QEvent*) override;

private:
    void refresh();
    void rebuild();
    StageScene made(bool mainRuns) const;
    QRectF sentenceRect() const;
    StageScene shown() const;
    bool mainRuns();
    bool isStep(const StageScene& before) const;
    Theme scaledTheme() const;
    void act(const StageItem& token);
    bool moveFocus(int step);
    void setFocused(int index);

    TraceView& m_view;
    const ThemeManager& m_themes;
    StageScene m_scene;
    Theme m_theme;          ///< at the scale in which the scene was laid out
    bool m_stale = true;    ///< the scene must be made anew before it is drawn
    std::uint16_t m_thread = 0;
    bool m_showInternal = false;
    int m_focused = -1;     ///< index in m_scene.items
    bool m_mainEndSeen = false;
    std::uint64_t m_mainEnd = 0; ///< the first record by which the main script's synchronous run is over, or how far was looked
    StageScene m_from;      ///< from where tokens move while m_motion runs
    QVariantAnimation m_motion;
    QElapsedTimer m_sinceMade; ///< tells a step from scrubbing
    std::uint64_t m_cursor = 0; ///< of m_scene
};

} // namespace loopscope
