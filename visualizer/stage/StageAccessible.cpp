#include "visualizer/stage/StageAccessible.h"

#include "visualizer/stage/StagePanel.h"

#include <QAccessibleWidget>
#include <QPointer>

#include <algorithm>
#include <vector>

namespace loopscope {

namespace {

/// One token. Owned by Qt's accessibility cache; names its token by its index in the scene of the moment.
class TokenInterface : public QAccessibleInterface
{
public:
    TokenInterface(StagePanel* panel, int nth) : m_panel(panel), m_nth(nth) {}

    bool isValid() const override { return m_panel && token(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_panel ? m_panel->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_panel); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::Button; }
    void setText(QAccessible::Text, const QString&) override {}

    QString text(QAccessible::Text kind) const override
    {
        const StageItem* item = token();
        if (!item) return {};
        if (kind == QAccessible::Name) return item->sub.isEmpty() ? item->text : item->text + ", " + item->sub;
        return kind == QAccessible::Description ? item->tip : QString();
    }
    QRect rect() const override
    {
        const StageItem* item = token();
        if (!item) return {};
        const QRect local = item->rect.toAlignedRect();
        return {m_panel->mapToGlobal(local.topLeft()), local.size()};
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = true;
        state.focused = token() && token() == m_panel->focusedToken();
        return state;
    }

private:
    const StageItem* token() const
    {
        int n = m_nth;
        for (const StageItem& item : m_panel->scene().items)
            if (item.isToken() && n-- == 0) return &item;
        return nullptr;
    }

    QPointer<StagePanel> m_panel;
    int m_nth;
};

class StageInterface : public QAccessibleWidget
{
public:
    explicit StageInterface(StagePanel* panel) : QAccessibleWidget(panel, QAccessible::Pane), m_panel(panel) {}
    ~StageInterface() override
    {
        for (const QAccessible::Id id : m_children) QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override
    {
        return static_cast<int>(std::ranges::count_if(m_panel->scene().items, &StageItem::isToken));
    }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount()) return nullptr;
        while (m_children.size() <= static_cast<std::size_t>(index))
            m_children.push_back(QAccessible::registerAccessibleInterface(new TokenInterface(m_panel, static_cast<int>(m_children.size()))));
        return QAccessible::accessibleInterface(m_children[static_cast<std::size_t>(index)]);
    }

private:
    StagePanel* m_panel;
    mutable std::vector<QAccessible::Id> m_children;
};

QAccessibleInterface* make(const QString&, QObject* object)
{
    auto* panel = qobject_cast<StagePanel*>(object);
    return panel ? new StageInterface(panel) : nullptr;
}

} // namespace

void installStageAccessibility()
{
    static const bool once = (QAccessible::installFactory(make), true);
    Q_UNUSED(once);
}

void announce(QObject& widget, const QString& text)
{
    if (!QAccessible::isActive()) return;
    QAccessibleAnnouncementEvent event(&widget, text);
    QAccessible::updateAccessibility(&event);
}

} // namespace loopscope
