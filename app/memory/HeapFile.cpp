#include "app/memory/HeapFile.h"

#include "inspector/debugger/RemoteValue.h"

#include <QCoreApplication>

namespace loopscope {

namespace {

constexpr qsizetype kLongestText = 80;

QString toQt(const std::string& text) { return QString::fromStdString(text); }

} // namespace

std::uint64_t HeapFile::totalSize() const { return analysis.retainedSizes.empty() ? 0 : analysis.retainedSizes[graph.root()]; }

QString HeapFile::className(std::uint32_t heapClass) const { return toQt(analysis.classes.classes()[heapClass].name); }

QString HeapFile::edgeText(std::uint32_t edge) const
{
    const QString text = toQt(graph.edgeText(edge));
    return graph.edgeType(edge) == heap::EdgeType::Element ? u'[' + text + u']' : text;
}

QString HeapFile::nodeText(std::uint32_t node) const
{
    const heap::NodeType type = graph.nodeType(node);
    const QString id = QStringLiteral(" @%1").arg(graph.nodeId(node));
    const QString name = toQt(graph.strings().text(graph.nodeName(node)));
    if (type == heap::NodeType::String || type == heap::NodeType::ConcatenatedString || type == heap::NodeType::SlicedString) return quoted(name, kLongestText) + id;
    const QString shown = name.size() > kLongestText ? name.left(kLongestText) + u'…' : name;
    if (type == heap::NodeType::Closure) return (shown.isEmpty() ? QStringLiteral("(anonymous)") : shown) + QStringLiteral("()") + id;
    if (shown.isEmpty()) return className(analysis.classes.of(node)) + id;
    return shown + id;
}

QString byteText(std::uint64_t bytes)
{
    const auto n = static_cast<double>(bytes);
    const auto digits = [](double value, const char* unit) { return QStringLiteral("%1 %2").arg(value, 0, 'f', value < 10 ? 2 : value < 100 ? 1 : 0).arg(QLatin1String(unit)); };
    if (n < 1000) return QStringLiteral("%1 B").arg(bytes);
    if (n < 999.5e3) return digits(n / 1e3, "kB");
    return n < 999.5e6 ? digits(n / 1e6, "MB") : digits(n / 1e9, "GB");
}

QString byteDifference(std::int64_t bytes)
{
    if (bytes == 0) return QStringLiteral("0 B");
    return bytes > 0 ? u'+' + byteText(static_cast<std::uint64_t>(bytes)) : QStringLiteral("\u2212") + byteText(static_cast<std::uint64_t>(-bytes));
}

} // namespace loopscope
