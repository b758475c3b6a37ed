#pragma once

#include "runtime/events/Record.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

// Records as columns, so that what is alike stands together and compresses well. A record's last 8 bytes (thread, type,
// kind, detail, flags) are its shape; a chunk has few of them, and each record names its own by number. Ids, places and
// values are written as the way from the record of the same shape before it, times from the record before it.

std::string encodeRecords(std::span<const Record> records);

/// Exactly `count` records, or nothing when the bytes are not what encodeRecords() wrote.
std::optional<std::vector<Record>> decodeRecords(std::string_view bytes, std::size_t count);

} // namespace loopscope
