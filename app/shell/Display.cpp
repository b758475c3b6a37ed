#include "app/shell/Display.h"

#include <cstdlib>
#include <string_view>

#include <dlfcn.h>

namespace loopscope {

namespace {

std::string_view variable(const char* name)
{
    const char* value = getenv(name);
    return value ? value : "";
}

/// A library that Qt's own plugin is linked with; null if this machine lacks it, and then the plugin cannot work either.
class Library
{
public:
    explicit Library(const char* name) : m_handle(dlopen(name, RTLD_NOW | RTLD_LOCAL)) {}
    template <class Function> Function* function(const char* name) const
    {
        return m_handle ? reinterpret_cast<Function*>(dlsym(m_handle, name)) : nullptr;
    }

private:
    void* const m_handle; // stays loaded: Qt will want it
};

// A connection that answers stays open to the end of the process: a server such as Xvfb resets itself when its last client
// goes, and Qt, who comes next, would meet it in the middle of that.

bool xAnswers()
{
    const Library xcb("libxcb.so.1");
    const auto connect = xcb.function<void*(const char*, int*)>("xcb_connect");
    const auto hasError = xcb.function<int(void*)>("xcb_connection_has_error");
    const auto disconnect = xcb.function<void(void*)>("xcb_disconnect");
    if (!connect || !hasError || !disconnect) return false;
    void* const connection = connect(nullptr, nullptr);
    const bool good = connection && hasError(connection) == 0;
    if (connection && !good) disconnect(connection);
    return good;
}

bool waylandAnswers()
{
    const Library wayland("libwayland-client.so.0");
    const auto connect = wayland.function<void*(const char*)>("wl_display_connect");
    return connect && connect(nullptr);
}

} // namespace

std::string displayProblem()
{
    const std::string_view platform = variable("QT_QPA_PLATFORM");
    if (!platform.empty() && !platform.starts_with("xcb") && !platform.starts_with("wayland")) return {};
    const std::string_view x = variable("DISPLAY"), wayland = variable("WAYLAND_DISPLAY");
    if (x.empty() && wayland.empty()) return "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set";
    if (!x.empty() && xAnswers()) return {};
    if (!wayland.empty() && waylandAnswers()) return {};
    return "the display " + std::string(x.empty() ? wayland : x) + " does not answer";
}

} // namespace loopscope
