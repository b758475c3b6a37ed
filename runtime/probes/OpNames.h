#pragma once

#include <string>
#include <string_view>

#include <uv.h>

namespace loopscope {

/// What a piece of work is called in a trace: by the function of Node's API that starts it.
/// Thread: any. Lifetime: of the process.
namespace OpNames {

std::string ofFile(uv_fs_type type);
/// By the kind of the async resource ("PBKDF2REQUEST"); empty if that says nothing.
std::string_view ofRequest(std::string_view type);
/// The same for requests that the kernel or another library does, not the pool.
std::string_view ofRequestOutsidePool(std::string_view type);
/// By the name that node's own code gives to its work ("fs.readfile").
std::string ofWork(std::string_view name);

} // namespace OpNames

} // namespace loopscope
