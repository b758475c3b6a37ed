#pragma once

#include <QString>

#include <cstdint>

namespace loopscope {

/// "1", "999", "1.2k", "10k", "3.4M": for narrow space.
QString countText(std::uint64_t count);

} // namespace loopscope
