#include "runtime/probes/OpenHandles.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include <array>
#include <cstring>

namespace loopscope {

namespace {

std::string addressText(const sockaddr_storage& address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const auto& ip = reinterpret_cast<const sockaddr_in&>(address);
        if (uv_ip4_name(&ip, text.data(), text.size()) != 0) return {};
        return std::string(text.data()) + ':' + std::to_string(ntohs(ip.sin_port));
    }
    if (address.ss_family == AF_INET6) {
        const auto& ip = reinterpret_cast<const sockaddr_in6&>(address);
        if (uv_ip6_name(&ip, text.data(), text.size()) != 0) return {};
        if (IN6_IS_ADDR_V4MAPPED(&ip.sin6_addr)) return std::string(text.data()).substr(std::strlen("::ffff:")) + ':' + std::to_string(ntohs(ip.sin6_port));
        return '[' + std::string(text.data()) + "]:" + std::to_string(ntohs(ip.sin6_port));
    }
    return {};
}

/// The other end's address, or of what has none (a server) its own.
template <class Handle, class Own, class Other>
std::string socketText(const Handle& handle, Own own, Other other)
{
    sockaddr_storage address{};
    const auto ask = [&](auto function) {
        int length = sizeof address;
        return function(&handle, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    };
    return ask(other) || ask(own) ? addressText(address) : std::string();
}

/// `ask` writes at most as many bytes as there is room for.
template <class Ask>
std::string pathText(Ask ask)
{
    std::array<char, 1024> path{};
    std::size_t length = path.size();
    if (ask(path.data(), &length) != 0) return {};
    const std::string text(path.data(), std::min(length, path.size()));
    return text.empty() || text[0] != '\0' ? text : '@' + text.substr(1); // of Linux' abstract names
}

} // namespace

std::string placeOfHandle(const uv_handle_t& handle)
{
    switch (handle.type) {
    case UV_TCP: return socketText(reinterpret_cast<const uv_tcp_t&>(handle), uv_tcp_getsockname, uv_tcp_getpeername);
    case UV_UDP: return socketText(reinterpret_cast<const uv_udp_t&>(handle), uv_udp_getsockname, uv_udp_getpeername);
    case UV_NAMED_PIPE: {
        const auto& pipe = reinterpret_cast<const uv_pipe_t&>(handle);
        const std::string other = pathText([&](char* to, std::size_t* length) { return uv_pipe_getpeername(&pipe, to, length); });
        return other.empty() ? pathText([&](char* to, std::size_t* length) { return uv_pipe_getsockname(&pipe, to, length); }) : other;
    }
    case UV_TTY: {
        uv_os_fd_t fd = -1;
        return uv_fileno(&handle, &fd) == 0 ? "fd " + std::to_string(fd) : std::string();
    }
    case UV_PROCESS: return "pid " + std::to_string(uv_process_get_pid(reinterpret_cast<const uv_process_t*>(&handle)));
    case UV_SIGNAL: {
        const char* const name = sigabbrev_np(reinterpret_cast<const uv_signal_t&>(handle).signum);
        return name ? std::string("SIG") + name : std::string();
    }
    case UV_FS_EVENT:
        return pathText([&](char* to, std::size_t* length) {
            return uv_fs_event_getpath(reinterpret_cast<uv_fs_event_t*>(const_cast<uv_handle_t*>(&handle)), to, length);
        });
    case UV_FS_POLL:
        return pathText([&](char* to, std::size_t* length) {
            return uv_fs_poll_getpath(reinterpret_cast<uv_fs_poll_t*>(const_cast<uv_handle_t*>(&handle)), to, length);
        });
    default: return {};
    }
}

OpenHandles::OpenHandles(uv_loop_t* loop, ThreadRecorder& recorder, Dictionary& dictionary)
    : m_loop(loop), m_recorder(recorder), m_dictionary(dictionary)
{
}

void OpenHandles::made(std::uint64_t asyncId, const void* wrap, TypeId type, StackId place)
{
    // An object may lie where one was that went without a word.
    if (const auto older = m_handles.find(wrap); older != m_handles.end()) destroyed(older->second.asyncId);
    m_handles[wrap] = {.asyncId = asyncId, .type = type, .place = place};
    m_objects[asyncId] = wrap;
    m_maybeChanged = true;
}

void OpenHandles::closes(std::uint64_t asyncId)
{
    const auto object = m_objects.find(asyncId);
    if (object == m_objects.end()) return;
    Handle& handle = m_handles[object->second];
    if (handle.told != HandleState::Closed) tell(handle, HandleState::Closed);
}

void OpenHandles::destroyed(std::uint64_t asyncId)
{
    closes(asyncId);
    const auto object = m_objects.find(asyncId);
    if (object == m_objects.end()) return;
    m_handles.erase(object->second);
    m_objects.erase(object);
}

void OpenHandles::lookIfDue()
{
    m_maybeChanged |= m_loop->active_handles != m_activeSeen;
    const std::uint64_t now = m_recorder.now();
    if (now - m_last < m_cost * (m_maybeChanged ? 10 : 100)) return;
    lookNow();
}

void OpenHandles::lookNow()
{
    const std::uint64_t now = m_recorder.now();
    look();
    m_maybeChanged = false;
    m_activeSeen = m_loop->active_handles;
    m_last = m_recorder.now();
    m_cost = m_last - now;
}

void OpenHandles::look()
{
    uv_walk(m_loop, [](uv_handle_t* handle, void* self) { static_cast<OpenHandles*>(self)->found(*handle); }, this);
}

// A handle that never was active is none of the program's concern yet.
void OpenHandles::found(const uv_handle_t& uvHandle)
{
    const auto it = m_handles.find(uvHandle.data);
    if (it == m_handles.end() || uv_is_closing(&uvHandle)) return;
    Handle& handle = it->second;
    const bool isActive = uv_is_active(&uvHandle), isReferenced = uv_has_ref(&uvHandle);
    const HandleState state = !isActive ? HandleState::Idle : isReferenced ? HandleState::Active : HandleState::Unref;
    if (handle.told == HandleState::Closed && state == HandleState::Idle) return;
    bool isNews = state != handle.told;
    if (handle.on == TextId::None) {
        if (const std::string on = placeOfHandle(uvHandle); !on.empty()) {
            handle.on = m_dictionary.intern(on);
            isNews = true;
        }
    }
    if (isNews) tell(handle, state);
}

void OpenHandles::tell(Handle& handle, HandleState state)
{
    handle.told = state;
    Record record;
    record.kind = RecordKind::Handle;
    record.detail = static_cast<std::uint8_t>(state);
    record.id = m_recorder.id(IdSpace::Async, handle.asyncId);
    record.type = handle.type;
    record.place = static_cast<std::uint32_t>(handle.place);
    record.value = static_cast<std::uint32_t>(handle.on);
    m_recorder.write(record);
}

} // namespace loopscope
