#include "runtime/stream/RecordCodec.h"

#include "runtime/stream/Bytes.h"

#include <array>
#include <unordered_map>

namespace loopscope {

namespace {

// What the next record of a shape is likely to be near to.
struct Last {
    std::uint64_t id = 0;
    std::uint32_t place = 0, value = 0;
};

enum Column { Shape, Time, Id, Place, Value, ColumnCount };

std::uint64_t shapeOf(const Record& r)
{
    return std::uint64_t{r.thread} | std::uint64_t{static_cast<std::uint16_t>(r.type)} << 16 |
           std::uint64_t{static_cast<std::uint8_t>(r.kind)} << 32 | std::uint64_t{r.detail} << 40 | std::uint64_t{r.flags} << 48;
}

Record recordOf(std::uint64_t shape)
{
    return {.thread = static_cast<std::uint16_t>(shape),
            .type = static_cast<TypeId>(shape >> 16 & 0xffff),
            .kind = static_cast<RecordKind>(shape >> 32 & 0xff),
            .detail = static_cast<std::uint8_t>(shape >> 40),
            .flags = static_cast<std::uint16_t>(shape >> 48)};
}

class ShapeTable
{
public:
    std::uint32_t numberOf(std::uint64_t shape)
    {
        // Few shapes, met over and over: a small direct table catches nearly all.
        Entry& entry = m_recent[(shape * 0x9e3779b97f4a7c15u) >> 56];
        if (entry.number == 0 || entry.shape != shape) {
            const auto [it, isNew] = m_numbers.try_emplace(shape, static_cast<std::uint32_t>(m_shapes.size()));
            if (isNew) m_shapes.push_back(shape);
            entry = {shape, it->second + 1};
        }
        return entry.number - 1;
    }
    const std::vector<std::uint64_t>& shapes() const { return m_shapes; }

private:
    struct Entry {
        std::uint64_t shape = 0;
        std::uint32_t number = 0; // + 1; 0 for an empty entry
    };
    std::array<Entry, 256> m_recent{};
    std::unordered_map<std::uint64_t, std::uint32_t> m_numbers;
    std::vector<std::uint64_t> m_shapes;
};

} // namespace

std::string encodeRecords(std::span<const Record> records)
{
    std::array<std::string, ColumnCount> columns;
    for (std::string& column : columns) column.reserve(records.size() * 2);
    ByteWriter shapes(columns[Shape]), times(columns[Time]), ids(columns[Id]), places(columns[Place]), values(columns[Value]);
    ShapeTable table;
    std::vector<Last> lasts;
    std::uint64_t time = 0;
    for (const Record& record : records) {
        const std::uint32_t number = table.numberOf(shapeOf(record));
        if (number == lasts.size()) lasts.emplace_back();
        Last& last = lasts[number];
        shapes.number(number);
        times.step(time, record.time);
        ids.step(last.id, record.id);
        places.step(last.place, record.place);
        values.step(last.value, record.value);
        time = record.time;
        last = {record.id, record.place, record.value};
    }
    std::string bytes;
    ByteWriter writer(bytes);
    writer.number(table.shapes().size());
    for (const std::uint64_t shape : table.shapes()) writer.fixed(shape, 8);
    for (const std::string& column : columns) writer.text(column);
    return bytes;
}

std::optional<std::vector<Record>> decodeRecords(std::string_view bytes, std::size_t count)
{
    ByteReader reader(bytes);
    const std::uint64_t shapeCount = reader.number();
    if (count > bytes.size() || shapeCount > reader.left() / 8) return std::nullopt;
    std::vector<Record> shapes;
    for (std::uint64_t i = 0; i < shapeCount; ++i) shapes.push_back(recordOf(reader.fixed(8)));
    std::array<ByteReader, ColumnCount> columns{ByteReader(reader.text()), ByteReader(reader.text()), ByteReader(reader.text()),
                                                ByteReader(reader.text()), ByteReader(reader.text())};
    if (!reader.good() || !reader.atEnd()) return std::nullopt;

    std::vector<Last> lasts(shapes.size());
    std::vector<Record> records;
    records.reserve(count);
    std::uint64_t time = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t number = columns[Shape].number();
        if (number >= shapes.size()) return std::nullopt;
        Last& last = lasts[number];
        Record& record = records.emplace_back(shapes[number]);
        record.time = time = columns[Time].step(time);
        record.id = last.id = columns[Id].step(last.id);
        record.place = last.place = static_cast<std::uint32_t>(columns[Place].step(last.place));
        record.value = last.value = static_cast<std::uint32_t>(columns[Value].step(last.value));
    }
    for (const ByteReader& column : columns)
        if (!column.good() || !column.atEnd()) return std::nullopt;
    return records;
}

} // namespace loopscope
