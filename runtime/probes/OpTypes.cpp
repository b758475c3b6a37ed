#include "runtime/probes/OpTypes.h"

#include "runtime/probes/OpNames.h"

namespace loopscope {

OpTypes::OpTypes(Dictionary& dictionary)
    : address(dictionary.internType("dns.lookup")), name(dictionary.internType("dns.lookupService")),
      other(dictionary.internType("work")), m_dictionary(dictionary)
{
}

TypeId OpTypes::ofFile(uv_fs_type type)
{
    const auto at = static_cast<std::size_t>(type);
    if (at >= m_files.size()) return m_dictionary.internType(OpNames::ofFile(type));
    if (m_files[at] == TypeId::None) m_files[at] = m_dictionary.internType(OpNames::ofFile(type));
    return m_files[at];
}

OpTypes::Work OpTypes::ofWork(const char* name, TypeId request)
{
    for (const Known& known : m_works)
        if (known.name == name && known.request == request) return known.work;
    return m_works.emplace_back(name, request, find(name, request)).work;
}

OpTypes::Work OpTypes::find(std::string_view name, TypeId request)
{
    const std::string_view known = request == TypeId::None ? "" : OpNames::ofRequest(m_dictionary.type(request));
    const TypeId type = known.empty() ? m_dictionary.internType(OpNames::ofWork(name)) : m_dictionary.internType(known);
    return {type == TypeId::None ? other : type, name == "fs.readfile"}; // work may have no name
}

} // namespace loopscope
