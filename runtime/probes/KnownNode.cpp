#include "runtime/probes/KnownNode.h"

#include "runtime/probes/KnownBuild.h"
#include "runtime/probes/NodeImage.h"

namespace loopscope {

namespace {

// Of the process's own executable, as loaded.
const KnownNode* search()
{
    if (NodeImage::buildId() != KnownBuild::kId) return nullptr;
    static KnownNode known;
    for (const KnownBuild::Symbol& symbol : KnownBuild::kSymbols) known.*symbol.field = NodeImage::loadedAt(symbol.address);
    return &known;
}

} // namespace

const KnownNode* KnownNode::find()
{
    static const KnownNode* const known = search();
    return known;
}

} // namespace loopscope
