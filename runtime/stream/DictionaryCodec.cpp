#include "runtime/stream/DictionaryCodec.h"

#include "runtime/stream/Bytes.h"

namespace loopscope {

namespace {

constexpr std::size_t kLarge = 4 << 20;

// Bounds what a file can make us put in the place of what it does not have.
constexpr std::uint64_t kMostEntries = 200'000'000;

template <class Id>
std::uint32_t index(Id id)
{
    return static_cast<std::uint32_t>(id);
}

// A part of the entries of one sort: the first one's index, their number, and they.
template <class Write>
void writeEntries(std::string& bytes, std::uint32_t& from, std::uint32_t to, Write&& write)
{
    std::string entries;
    ByteWriter writer(entries);
    std::uint32_t next = from;
    for (; next < to && bytes.size() + entries.size() < kLarge; ++next) write(writer, next);
    ByteWriter head(bytes);
    head.number(from);
    head.number(next - from);
    bytes += entries;
    from = next;
}

template <class Pad, class Read>
bool readEntries(ByteReader& reader, std::uint32_t have, Pad&& pad, Read&& read)
{
    const std::uint64_t from = reader.number(), count = reader.number();
    if (count == 0) return reader.good();
    if (!reader.good() || from < have || from > kMostEntries || count > reader.left()) return false;
    for (std::uint64_t i = have; i < from; ++i) pad();
    for (std::uint64_t i = 0; i < count && reader.good(); ++i) read();
    return reader.good();
}

} // namespace

std::string encodeDictionary(const Dictionary& d, Dictionary::Extent& from, const Dictionary::Extent& to)
{
    std::string bytes;
    writeEntries(bytes, from.types, to.types,
                 [&](ByteWriter& w, std::uint32_t i) { w.text(d.type(static_cast<TypeId>(i))); });
    writeEntries(bytes, from.texts, to.texts, [&](ByteWriter& w, std::uint32_t i) { w.text(d.text(static_cast<TextId>(i))); });
    Site lastSite;
    writeEntries(bytes, from.sites, to.sites, [&](ByteWriter& w, std::uint32_t i) {
        const Site site = d.site(static_cast<SiteId>(i));
        w.step(index(lastSite.function), index(site.function));
        w.step(index(lastSite.script), index(site.script));
        w.step(lastSite.line, site.line);
        w.number(site.column);
        w.number(site.internal);
        lastSite = site;
    });
    StackNode lastNode;
    writeEntries(bytes, from.stacks, to.stacks, [&](ByteWriter& w, std::uint32_t i) {
        const StackNode node = d.stack(static_cast<StackId>(i));
        w.step(index(lastNode.frame), index(node.frame));
        w.step(index(lastNode.parent), index(node.parent));
        lastNode = node;
    });
    return bytes;
}

bool decodeDictionary(std::string_view bytes, Dictionary& d)
{
    ByteReader r(bytes);
    const Dictionary::Extent have = d.extent();
    Site site;
    StackNode node;
    return readEntries(r, have.types, [&] { d.restoreType({}); }, [&] { d.restoreType(r.text()); }) &&
           readEntries(r, have.texts, [&] { d.restore(std::string_view()); }, [&] { d.restore(r.text()); }) &&
           readEntries(r, have.sites, [&] { d.restore(Site{}); },
                       [&] {
                           site.function = static_cast<TextId>(r.step(index(site.function)));
                           site.script = static_cast<TextId>(r.step(index(site.script)));
                           site.line = static_cast<std::uint32_t>(r.step(site.line));
                           site.column = static_cast<std::uint32_t>(r.number());
                           site.internal = r.number() != 0;
                           d.restore(site);
                       }) &&
           readEntries(r, have.stacks, [&] { d.restore(StackNode{}); },
                       [&] {
                           node.frame = static_cast<SiteId>(r.step(index(node.frame)));
                           node.parent = static_cast<StackId>(r.step(index(node.parent)));
                           d.restore(node);
                       }) &&
           r.atEnd();
}

} // namespace loopscope
