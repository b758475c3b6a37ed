#pragma once

#include "runtime/events/Dictionary.h"

#include <uv.h>

#include <array>
#include <string_view>
#include <vector>

namespace loopscope {

/// The types of ops in a run's dictionary, each looked up once: what OpNames says, without its texts.
///
/// Thread: one loop's. Lifetime: as long as its probes.
class OpTypes
{
public:
    explicit OpTypes(Dictionary& dictionary);

    /// What node's own code names its work ("fs.readfile"), and the kind of the request whose work it is.
    struct Work {
        TypeId type = TypeId::None;
        bool isOfOneCall = false; ///< the request is made and given away within one call of node's API, and but once
    };
    Work ofWork(const char* name, TypeId request);
    TypeId ofFile(uv_fs_type type);

    const TypeId address, name, other; ///< dns.lookup, dns.lookupService, anything else

private:
    struct Known {
        const char* name;
        TypeId request;
        Work work;
    };
    Work find(std::string_view name, TypeId request);

    Dictionary& m_dictionary;
    std::array<TypeId, 64> m_files{}; // by uv_fs_type
    std::vector<Known> m_works;       // few, the names are node's literals
};

} // namespace loopscope
