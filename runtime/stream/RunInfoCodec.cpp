#include "runtime/stream/RunInfoCodec.h"

#include "runtime/stream/Bytes.h"

#include <charconv>

namespace loopscope {

std::string encodeRunInfo(const RunInfo& info)
{
    std::string bytes;
    ByteWriter writer(bytes);
    const auto field = [&](std::string_view name, std::string_view value) {
        writer.text(name);
        writer.text(value);
    };
    field("node", info.node);
    field("v8", info.v8);
    field("uv", info.uv);
    field("script", info.script);
    for (const std::string& argument : info.argv) field("argument", argument);
    field("folder", info.workingFolder);
    field("detail", name(info.detail));
    field("started", std::to_string(info.startedAtUnixNs));
    return bytes;
}

std::optional<RunInfo> decodeRunInfo(std::string_view bytes)
{
    RunInfo info;
    ByteReader reader(bytes);
    while (reader.good() && !reader.atEnd()) {
        const std::string_view name = reader.text();
        const std::string value(reader.text());
        if (name == "node") info.node = value;
        if (name == "v8") info.v8 = value;
        if (name == "uv") info.uv = value;
        if (name == "script") info.script = value;
        if (name == "argument") info.argv.push_back(value);
        if (name == "folder") info.workingFolder = value;
        if (name == "detail") info.detail = detailLevelFromName(value).value_or(DetailLevel::Off);
        if (name == "started") std::from_chars(value.data(), value.data() + value.size(), info.startedAtUnixNs);
    }
    return reader.good() ? std::optional(info) : std::nullopt;
}

std::string encodeRunEnd(const RunEnd& end)
{
    std::string bytes;
    ByteWriter writer(bytes);
    writer.number(end.records);
    writer.number(end.lost);
    writer.number(end.damages.size());
    for (const std::string& damage : end.damages) writer.text(damage);
    return bytes;
}

std::optional<RunEnd> decodeRunEnd(std::string_view bytes)
{
    ByteReader reader(bytes);
    RunEnd end{reader.number(), reader.number(), {}};
    const std::uint64_t damages = reader.number();
    for (std::uint64_t i = 0; i < damages && reader.good(); ++i) end.damages.emplace_back(reader.text());
    return reader.good() ? std::optional(std::move(end)) : std::nullopt;
}

} // namespace loopscope
