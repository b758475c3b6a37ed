#pragma once

#include "runtime/stream/Recording.h"
#include "runtime/stream/Sink.h"
#include "runtime/stream/Utf8.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// A recording as the player reads it: JSON that may stand inside an HTML page. player/data.js is its reader.
///
///     { "run": {..}, "threads": [[kind, name]..], "texts": [..], "types": [..], "scripts": [..],
///       "sites": [[text, script, line, column, internal]..], "records": { "kind": [..], "time": [..], .. },
///       "sources": [[script, text, changedSince]..] }
///
/// Records stand in columns. Times are told as differences. Ids of callbacks, operations, promises and handles are numbered
/// anew in the order in which they are met, since a number of JavaScript's has 53 bits. A stack is told by its user frame.
/// Tables hold what the records name and no more.
///
/// Thread: one. Lifetime: one use for one recording.
class PlayerData
{
public:
    explicit PlayerData(const Recording& recording);

    bool write(SinkBuffer& to); ///< false when the sink took no more

private:
    struct Row {
        std::uint64_t time = 0, id = 0;
        std::int64_t value = 0;
        std::optional<double> figure; ///< of Metric, instead of a value
        std::uint32_t place = 0, type = 0;
        std::uint16_t thread = 0, flags = 0;
        std::uint8_t kind = 0, detail = 0;
    };
    Row rowOf(const Record& record);
    std::uint64_t idOf(const Record& record);
    std::int64_t valueOf(const Record& record);
    std::uint32_t placeOf(const Record& record);
    std::uint32_t outputOf(const Record& record);
    std::uint32_t siteOf(SiteId site);
    std::uint32_t userSiteOf(StackId stack);
    std::uint32_t textOf(std::string_view text);
    std::uint32_t scriptOf(std::string_view script);

    void writeRun();
    void writeTables();
    bool writeRecords(SinkBuffer& to);
    template <class Field> bool writeColumn(SinkBuffer& to, std::string_view name, Field field);
    void writeSources();
    void string(std::string_view text);
    void figure(double value);
    template <class List, class Item> void list(std::string_view name, const List& items, Item item);

    const Recording& m_recording;
    const Dictionary& m_dictionary;
    const RunInfo m_info;
    std::vector<Row> m_rows;
    // Tables; their first entry stands for "none".
    std::vector<std::string> m_texts{""}, m_types{""}, m_scripts{""};
    struct Place {
        std::uint32_t text = 0, script = 0, line = 0, column = 0;
        bool internal = false;
    };
    std::vector<Place> m_sites{{}};
    std::unordered_map<std::string, std::uint32_t> m_textIds{{"", 0}}, m_scriptIds{{"", 0}};
    std::unordered_map<std::uint32_t, std::uint32_t> m_typeIds{{0, 0}}, m_siteIds{{0, 0}}, m_stackSites{{0, 0}};
    std::unordered_map<std::uint64_t, std::uint64_t> m_ids{{0, 0}};
    struct Output {
        Utf8Joiner joiner; ///< the system cuts characters where it likes
        std::uint32_t last = 0;
    };
    std::map<std::pair<std::uint16_t, RecordKind>, Output> m_outputs;
    std::string* m_json = nullptr; // where it goes
};

} // namespace loopscope
