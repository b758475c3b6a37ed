#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

// What node exports for a debugger in the same process but declares in no public header, as it is laid out in the build that
// KnownNode knows. Use it only where KnownNode::find() finds one.

namespace v8_inspector {

struct StringView {
    bool is8Bit; ///< Latin-1, else UTF-16
    std::size_t length;
    union {
        const std::uint8_t* characters8;
        const std::uint16_t* characters16;
    };
};

} // namespace v8_inspector

namespace node::inspector {

class InspectorSession
{
public:
    virtual ~InspectorSession() = default;
    virtual void Dispatch(const v8_inspector::StringView& message) = 0;
};

class InspectorSessionDelegate
{
public:
    virtual ~InspectorSessionDelegate() = default;
    virtual void SendMessageToFrontend(const v8_inspector::StringView& message) = 0;
};

} // namespace node::inspector
