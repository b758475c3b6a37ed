#include "app/debugger/ValueModel.h"

#include "app/debugger/DebugSession.h"
#include "visualizer/theme/ThemeManager.h"

#include <algorithm>
#include <utility>

namespace loopscope {

struct ValueModel::Node {
    enum class State : std::uint8_t { Closed, Loading, Open };
    Node* parent = nullptr;
    int row = 0;
    QString name;
    RemoteValue value;
    RemoteProperty::Kind kind = RemoteProperty::Kind::Own;
    bool isEnumerable = true;
    quint64 from = 0, to = 0; ///< of the elements that it stands for; an array that is long has all of its own
    bool isRange = false;
    State state = State::Closed;
    std::vector<std::unique_ptr<Node>> children;
    std::shared_ptr<int> alive = std::make_shared<int>(0); ///< an answer may come when it is gone
};

ValueModel::ValueModel(DebugSession& session, const ThemeManager& themes, QObject* parent) : QAbstractItemModel(parent), m_session(session), m_themes(themes)
{
    connect(&themes, &ThemeManager::changed, this, [this] { emit dataChanged({}, {}); });
}

ValueModel::~ValueModel() = default;

void ValueModel::setRoots(std::vector<Root> roots)
{
    beginResetModel();
    m_rootsInfo.clear();
    m_roots.clear();
    for (Root& root : roots) {
        m_roots.push_back(make(nullptr, static_cast<int>(m_roots.size()), {root.name, root.value}));
        putParts(m_roots.back().get(), root.parts);
        m_rootsInfo.push_back(std::move(root));
    }
    endResetModel();
}

bool ValueModel::renewRoots(const std::vector<Root>& roots)
{
    const auto isSame = [](const Root& a, const Root& b) { return a.name == b.name && a.scope == b.scope && a.isError == b.isError && a.source == b.source; };
    if (roots.empty() || !std::ranges::equal(roots, m_rootsInfo, isSame)) return false;
    for (std::size_t row = 0; row < roots.size(); ++row) {
        m_rootsInfo[row] = roots[row];
        renew(m_roots[row].get(), {roots[row].name, roots[row].value});
    }
    return true;
}

/// What was asked before is stale. Rows that are open are asked for anew, and stay until then.
void ValueModel::renew(Node* own, const RemoteProperty& property)
{
    const bool isOther = own->value.text != property.value.text || own->kind != property.kind || own->isEnumerable != property.isEnumerable || own->value.type != property.value.type;
    const bool wasOpen = own->state != Node::State::Closed;
    const bool staysOpen = wasOpen && property.value.canOpen() && own->to == 0 && property.value.length() <= kMostElements;
    own->alive = std::make_shared<int>(0);
    own->value = property.value;
    own->kind = property.kind;
    own->isEnumerable = property.isEnumerable;
    own->from = 0;
    own->to = property.value.length() > kMostElements ? property.value.length() : 0;
    if (staysOpen) {
        load(own);
    } else if (wasOpen) {
        if (!own->children.empty()) {
            beginRemoveRows(indexOf(own), 0, static_cast<int>(own->children.size()) - 1);
            own->children.clear();
            endRemoveRows();
        }
        own->state = Node::State::Closed;
    }
    if (isOther) emit dataChanged(indexOf(own), indexOf(own).siblingAtColumn(Value));
}

void ValueModel::renewChildren(Node* above, const std::vector<RemoteProperty>& properties)
{
    const auto isSame = [](const std::unique_ptr<Node>& a, const RemoteProperty& b) { return a->name == b.name && !a->isRange; };
    if (std::ranges::equal(above->children, properties, isSame)) {
        if (properties.empty()) emit dataChanged(indexOf(above), indexOf(above)); // it cannot be opened, as is known now
        for (std::size_t row = 0; row < properties.size(); ++row) renew(above->children[row].get(), properties[row]);
    } else {
        if (!above->children.empty()) {
            beginRemoveRows(indexOf(above), 0, static_cast<int>(above->children.size()) - 1);
            above->children.clear();
            endRemoveRows();
        }
        fill(above, properties);
    }
}

bool ValueModel::isFilled() const
{
    const auto isLoaded = [](const auto& self, const std::unique_ptr<Node>& one) -> bool {
        return one->state != Node::State::Loading && std::ranges::all_of(one->children, [&](const std::unique_ptr<Node>& child) { return self(self, child); });
    };
    return std::ranges::all_of(m_roots, [&](const std::unique_ptr<Node>& root) { return isLoaded(isLoaded, root); });
}

int ValueModel::addRoot(Root root)
{
    const int row = roots();
    beginInsertRows({}, row, row);
    m_roots.push_back(make(nullptr, row, {root.name, root.value}));
    putParts(m_roots.back().get(), root.parts);
    m_rootsInfo.push_back(std::move(root));
    endInsertRows();
    return row;
}

void ValueModel::setRoot(int row, Root root)
{
    const auto at = static_cast<std::size_t>(row);
    Node* const own = m_roots[at].get();
    if (!own->children.empty()) {
        beginRemoveRows(index(row, 0), 0, static_cast<int>(own->children.size()) - 1);
        own->children.clear();
        endRemoveRows();
    }
    own->name = root.name;
    own->value = root.value;
    own->state = Node::State::Closed;
    own->from = 0;
    own->to = root.value.length() > kMostElements ? root.value.length() : 0;
    own->alive = std::make_shared<int>(0);
    if (!root.parts.empty()) {
        beginInsertRows(index(row, 0), 0, static_cast<int>(root.parts.size()) - 1);
        putParts(own, root.parts);
        endInsertRows();
    }
    m_rootsInfo[at] = std::move(root);
    emit dataChanged(index(row, 0), index(row, Value));
}

void ValueModel::removeFirst(int count)
{
    if (count <= 0) return;
    beginRemoveRows({}, 0, count - 1);
    m_roots.erase(m_roots.begin(), m_roots.begin() + count);
    m_rootsInfo.erase(m_rootsInfo.begin(), m_rootsInfo.begin() + count);
    for (std::size_t i = 0; i < m_roots.size(); ++i) m_roots[i]->row = static_cast<int>(i);
    endRemoveRows();
}

void ValueModel::putParts(Node* node, const std::vector<RemoteProperty>& parts)
{
    if (parts.empty()) return;
    node->state = Node::State::Open;
    for (const RemoteProperty& part : parts) node->children.push_back(make(node, static_cast<int>(node->children.size()), part));
}

std::unique_ptr<ValueModel::Node> ValueModel::make(Node* parent, int row, const RemoteProperty& property) const
{
    auto made = std::make_unique<Node>();
    made->parent = parent;
    made->row = row;
    made->name = property.name;
    made->value = property.value;
    made->kind = property.kind;
    made->isEnumerable = property.isEnumerable;
    if (const quint64 length = property.value.length(); length > kMostElements) made->to = length;
    return made;
}

ValueModel::Node* ValueModel::node(const QModelIndex& index) const { return index.isValid() ? static_cast<Node*>(index.internalPointer()) : nullptr; }

QModelIndex ValueModel::indexOf(const Node* node) const { return createIndex(node->row, 0, const_cast<Node*>(node)); }

const RemoteValue& ValueModel::value(const QModelIndex& index) const
{
    static const RemoteValue none;
    const Node* own = node(index);
    return own ? own->value : none;
}

QString ValueModel::name(const QModelIndex& index) const
{
    const Node* own = node(index);
    return own ? own->name : QString();
}

QString ValueModel::path(const QModelIndex& index) const
{
    const Node* own = node(index);
    if (!own) return {};
    QStringList parts;
    for (; own->parent; own = own->parent) {
        bool isNumber = false;
        own->name.toUInt(&isNumber);
        if (own->isRange) continue;
        if (own->kind == RemoteProperty::Kind::Internal) return {};
        const bool isWord = std::ranges::all_of(own->name, [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'$' || c == u'#'; });
        parts.prepend(isNumber ? u'[' + own->name + u']' : isWord ? u'.' + own->name : u'[' + quoted(own->name) + u']');
    }
    const Root& from = root(own->row);
    const QString way = parts.join(QString());
    if (from.scope >= 0) return way.startsWith(u'.') ? way.mid(1) : QString();
    return from.source.isEmpty() ? from.name + way : u'(' + from.source + u')' + way;
}

bool ValueModel::isGetter(const QModelIndex& index) const
{
    const Node* own = node(index);
    return own && own->kind == RemoteProperty::Kind::Accessor;
}

void ValueModel::callGetter(const QModelIndex& index)
{
    Node* own = node(index);
    if (!own || own->kind != RemoteProperty::Kind::Accessor || !own->parent) return;
    m_session.debugger().callGetter(own->parent->value.objectId, own->name, [this, self = QPointer(this), own, alive = std::weak_ptr(own->alive)](const Evaluation& evaluation) {
        if (!self || alive.expired()) return;
        if (!evaluation.isOk()) emit problem(evaluation.error);
        own->kind = RemoteProperty::Kind::Own;
        own->value = evaluation.value;
        emit dataChanged(indexOf(own), indexOf(own).siblingAtColumn(Value));
    });
}

QModelIndex ValueModel::index(int row, int column, const QModelIndex& parent) const
{
    const Node* above = node(parent);
    const auto& rows = above ? above->children : m_roots;
    if (row < 0 || column < 0 || column >= ColumnCount || static_cast<std::size_t>(row) >= rows.size()) return {};
    return createIndex(row, column, rows[static_cast<std::size_t>(row)].get());
}

QModelIndex ValueModel::parent(const QModelIndex& child) const
{
    const Node* own = node(child);
    return own && own->parent ? indexOf(own->parent) : QModelIndex();
}

int ValueModel::rowCount(const QModelIndex& parent) const
{
    const Node* above = node(parent);
    if (!parent.isValid()) return static_cast<int>(m_roots.size());
    return parent.column() == 0 && above ? static_cast<int>(above->children.size()) : 0;
}

bool ValueModel::hasChildren(const QModelIndex& parent) const
{
    const Node* above = node(parent);
    if (!above) return !m_roots.empty();
    if (parent.column() != 0 || above->kind == RemoteProperty::Kind::Accessor) return false;
    return above->state == Node::State::Open ? !above->children.empty() : above->value.canOpen();
}

bool ValueModel::canFetchMore(const QModelIndex& parent) const
{
    const Node* above = node(parent);
    return above && parent.column() == 0 && above->state == Node::State::Closed && above->value.canOpen() && above->kind != RemoteProperty::Kind::Accessor;
}

void ValueModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent)) return;
    Node* above = node(parent);
    if (above->to - above->from > kMostElements) return fillWithRanges(above);
    above->state = Node::State::Loading;
    if (above->isRange) {
        const auto done = [this, self = QPointer(this), above, alive = std::weak_ptr(above->alive)](const std::vector<RemoteProperty>& properties) {
            if (self && !alive.expired()) fill(above, properties);
        };
        return m_session.debugger().openRange(above->value.objectId, above->from, above->to, done);
    }
    load(above);
}

void ValueModel::load(Node* above)
{
    above->state = Node::State::Loading;
    m_session.debugger().open(above->value.objectId, [this, self = QPointer(this), above, alive = std::weak_ptr(above->alive)](const std::vector<RemoteProperty>& properties) {
        if (!self || alive.expired()) return;
        above->state = Node::State::Open;
        renewChildren(above, properties);
        emit filled(indexOf(above));
    });
}

/// "[0 … 999]", "[1000 … 1999]", ..: at most kMostElements of them, which are in ranges again if need be.
void ValueModel::fillWithRanges(Node* above)
{
    quint64 step = kMostElements;
    while ((above->to - above->from - 1) / step >= kMostElements) step *= kMostElements;
    std::vector<std::unique_ptr<Node>> rows;
    for (quint64 from = above->from; from < above->to; from += step) {
        auto range = std::make_unique<Node>();
        range->parent = above;
        range->row = static_cast<int>(rows.size());
        range->from = from;
        range->to = std::min(above->to, from + step);
        range->isRange = true;
        range->name = QStringLiteral("[%1 … %2]").arg(range->from).arg(range->to - 1);
        range->kind = RemoteProperty::Kind::Internal;
        range->value.type = QStringLiteral("object");
        range->value.objectId = above->value.objectId;
        rows.push_back(std::move(range));
    }
    above->state = Node::State::Open;
    beginInsertRows(indexOf(above), 0, static_cast<int>(rows.size()) - 1);
    above->children = std::move(rows);
    endInsertRows();
}

void ValueModel::fill(Node* above, const std::vector<RemoteProperty>& properties)
{
    above->state = Node::State::Open;
    if (properties.empty()) return emit dataChanged(indexOf(above), indexOf(above));
    beginInsertRows(indexOf(above), 0, static_cast<int>(properties.size()) - 1);
    for (const RemoteProperty& property : properties) above->children.push_back(make(above, static_cast<int>(above->children.size()), property));
    endInsertRows();
}

static QColor colorOf(const RemoteValue& value, const Theme& theme)
{
    if (value.type == QLatin1String("string") || value.type == QLatin1String("symbol")) return theme.code.string;
    if (value.type == QLatin1String("number") || value.type == QLatin1String("bigint")) return theme.code.number;
    if (value.type == QLatin1String("boolean")) return theme.code.keyword;
    if (value.type == QLatin1String("undefined") || value.subtype == QLatin1String("null")) return theme.textMuted;
    if (value.type == QLatin1String("function")) return theme.code.function;
    return value.isError() ? theme.error : theme.text;
}

QVariant ValueModel::data(const QModelIndex& index, int role) const
{
    const Node* own = node(index);
    if (!own) return {};
    const Theme& theme = m_themes.theme();
    const Root* from = own->parent ? nullptr : &root(own->row);
    const bool isGetter = own->kind == RemoteProperty::Kind::Accessor;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        if (index.column() == Name) return from && !from->source.isEmpty() ? from->source : own->name;
        if (from && !from->text.isEmpty()) return from->text;
        return isGetter ? tr("(…)") : own->value.text;
    case Qt::ToolTipRole:
        if (isGetter) return tr("A getter. Enter or a double click runs it.");
        return index.column() == Value ? own->value.text.left(2000) : QVariant();
    case Qt::FontRole: return theme.codeFont(TextSize::Small, from && from->scope >= 0 && index.column() == Name ? QFont::DemiBold : QFont::Normal);
    case Qt::ForegroundRole:
        if (from && from->isError) return theme.error;
        if (from && from->isWarning) return theme.warning;
        if (index.column() == Value) return from && !from->text.isEmpty() ? (from->isLine ? theme.text : theme.textMuted) : !own->value.isValid() ? theme.text : colorOf(own->value, theme);
        return own->kind == RemoteProperty::Kind::Internal || !own->isEnumerable ? theme.textMuted : theme.text;
    default: return {};
    }
}

QVariant ValueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == Name ? m_title : tr("Value");
}

Qt::ItemFlags ValueModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const Node* own = node(index);
    if (!own) return flags;
    const bool isVariable = own->parent && !own->parent->parent && root(own->parent->row).scope >= 0 && own->kind == RemoteProperty::Kind::Own;
    const bool isProperty = own->parent && own->parent->parent && own->kind == RemoteProperty::Kind::Own && !path(index).isEmpty();
    if (index.column() == Value && (isVariable || isProperty)) flags |= Qt::ItemIsEditable;
    if (index.column() == Name && !own->parent && m_areNamesEditable) flags |= Qt::ItemIsEditable;
    return flags;
}

bool ValueModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    Node* own = node(index);
    if (!own || role != Qt::EditRole) return false;
    if (index.column() == Name) {
        if (!own->parent) emit nameEdited(own->row, value.toString().trimmed());
        return true;
    }
    const QString text = value.toString();
    if (!own->parent || text == own->value.text || text.trimmed().isEmpty()) return false;
    const auto done = [this, self = QPointer(this)](const QString& why) {
        if (!self) return;
        if (!why.isEmpty()) emit problem(why);
        emit changed();
    };
    const Root& from = root(own->parent->row);
    if (!own->parent->parent && from.scope >= 0) m_session.debugger().setVariable(m_frame, static_cast<std::size_t>(from.scope), own->name, text, [done](const Evaluation& e) { done(e.error); });
    else m_session.debugger().evaluate(path(index) + QStringLiteral(" = (") + text + u')', {.frame = static_cast<int>(m_frame)}, [done](const Evaluation& e) { done(e.error); });
    return true;
}

} // namespace loopscope
