#pragma once

#include "inspector/debugger/RemoteValue.h"

#include <QAbstractItemModel>
#include <QPointer>

#include <memory>
#include <vector>

namespace loopscope {

class DebugSession;
class ThemeManager;

/// Values of the program as a tree that is loaded as it is opened. A getter is run when the user asks for it.
///
/// Thread: the GUI's. The session must outlive it.
class ValueModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Name, Value, ColumnCount };

    ValueModel(DebugSession& session, const ThemeManager& themes, QObject* parent = nullptr);
    ~ValueModel() override;

    struct Root {
        QString name;
        RemoteValue value;
        QString text;   ///< instead of the value's, "" for that
        int scope = -1; ///< of the frame: its variables can be set
        bool isError = false;
        bool isWarning = false;
        bool isLine = false; ///< what the program said, not what we say of it
        std::vector<RemoteProperty> parts; ///< rows below it, instead of the value's
        QString source; ///< an expression: the name can be edited
    };
    void setRoots(std::vector<Root> roots);
    /// The same roots a step later: each keeps its rows until the new ones have come, and those that did not change are left as they are.
    /// False where the roots are others; then nothing was done.
    bool renewRoots(const std::vector<Root>& roots);
    /// What is open has come.
    bool isFilled() const;
    void setFrame(std::size_t frame) { m_frame = frame; } ///< of scopes
    void setRoot(int row, Root root);
    int addRoot(Root root);
    void removeFirst(int count);
    const Root& root(int row) const { return m_rootsInfo[static_cast<std::size_t>(row)]; }
    int roots() const { return static_cast<int>(m_rootsInfo.size()); }
    void setTitle(const QString& title) { m_title = title; } ///< of the first column
    void setNamesEditable(bool editable) { m_areNamesEditable = editable; }

    const RemoteValue& value(const QModelIndex& index) const;
    QString name(const QModelIndex& index) const;
    /// "a.b[0]" for an index below a scope or an expression; "" where there is none.
    QString path(const QModelIndex& index) const;
    bool isGetter(const QModelIndex& index) const;
    void callGetter(const QModelIndex& index);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return ColumnCount; }
    bool hasChildren(const QModelIndex& parent) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

signals:
    void problem(const QString& sentence);
    void nameEdited(int row, const QString& name); ///< of a root; "" to take it away
    void changed();                                ///< a variable was set
    void filled(const QModelIndex& parent);        ///< its rows have come, or are others now

private:
    struct Node;
    Node* node(const QModelIndex& index) const;
    QModelIndex indexOf(const Node* node) const;
    void putParts(Node* node, const std::vector<RemoteProperty>& parts);
    std::unique_ptr<Node> make(Node* parent, int row, const RemoteProperty& property) const;
    void fill(Node* node, const std::vector<RemoteProperty>& properties);
    void renew(Node* node, const RemoteProperty& property);
    void renewChildren(Node* node, const std::vector<RemoteProperty>& properties);
    void load(Node* node);
    void fillWithRanges(Node* node);
    static constexpr quint64 kMostElements = 1000; ///< of an array that are shown side by side; more are shown in ranges
    Node* find(const Node* node) const;

    DebugSession& m_session;
    const ThemeManager& m_themes;
    std::vector<Root> m_rootsInfo;
    std::vector<std::unique_ptr<Node>> m_roots;
    std::size_t m_frame = 0;
    bool m_areNamesEditable = false;
    QString m_title;
};

} // namespace loopscope
