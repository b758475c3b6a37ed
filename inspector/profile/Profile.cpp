#include "inspector/profile/Profile.h"

#include <QUrl>

namespace loopscope::profile {

size_t qHash(const Function& function, size_t seed) { return qHashMulti(seed, function.name, function.url, function.line, function.column); }

QString Function::path() const
{
    if (url.startsWith(QLatin1String("file:"))) return QUrl(url).toLocalFile();
    return url.startsWith(u'/') ? url : QString();
}

std::span<const std::uint32_t> Profile::children(std::uint32_t node) const
{
    return {m_children.data() + m_firstChild[node], m_children.data() + m_firstChild[node + 1]};
}

void Profile::join()
{
    m_firstChild.assign(nodes.size() + 1, 0);
    for (std::size_t i = 1; i < nodes.size(); ++i) ++m_firstChild[nodes[i].parent + 1];
    for (std::size_t i = 0; i < nodes.size(); ++i) m_firstChild[i + 1] += m_firstChild[i];
    m_children.resize(nodes.empty() ? 0 : nodes.size() - 1);
    std::vector<std::uint32_t> next(m_firstChild.begin(), m_firstChild.end());
    for (std::size_t i = 1; i < nodes.size(); ++i) m_children[next[nodes[i].parent]++] = static_cast<std::uint32_t>(i);
}

} // namespace loopscope::profile
