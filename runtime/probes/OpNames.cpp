#include "runtime/probes/OpNames.h"

#include <utility>

namespace loopscope {

namespace {

constexpr std::pair<uv_fs_type, const char*> kFiles[] = {
    {UV_FS_OPEN, "open"},           {UV_FS_CLOSE, "close"},       {UV_FS_READ, "read"},
    {UV_FS_WRITE, "write"},         {UV_FS_SENDFILE, "sendfile"}, {UV_FS_STAT, "stat"},
    {UV_FS_LSTAT, "lstat"},         {UV_FS_FSTAT, "fstat"},       {UV_FS_FTRUNCATE, "truncate"},
    {UV_FS_UTIME, "utimes"},        {UV_FS_FUTIME, "futimes"},    {UV_FS_ACCESS, "access"},
    {UV_FS_CHMOD, "chmod"},         {UV_FS_FCHMOD, "fchmod"},     {UV_FS_FSYNC, "fsync"},
    {UV_FS_FDATASYNC, "fdatasync"}, {UV_FS_UNLINK, "unlink"},     {UV_FS_RMDIR, "rmdir"},
    {UV_FS_MKDIR, "mkdir"},         {UV_FS_MKDTEMP, "mkdtemp"},   {UV_FS_RENAME, "rename"},
    {UV_FS_SCANDIR, "readdir"},     {UV_FS_LINK, "link"},         {UV_FS_SYMLINK, "symlink"},
    {UV_FS_READLINK, "readlink"},   {UV_FS_CHOWN, "chown"},       {UV_FS_FCHOWN, "fchown"},
    {UV_FS_REALPATH, "realpath"},   {UV_FS_COPYFILE, "copyFile"}, {UV_FS_LCHOWN, "lchown"},
    {UV_FS_OPENDIR, "opendir"},     {UV_FS_READDIR, "readdir"},   {UV_FS_CLOSEDIR, "closedir"},
    {UV_FS_STATFS, "statfs"},       {UV_FS_MKSTEMP, "mkstemp"},   {UV_FS_LUTIME, "lutimes"},
};

constexpr std::pair<std::string_view, std::string_view> kRequests[] = {
    {"PBKDF2REQUEST", "crypto.pbkdf2"},
    {"SCRYPTREQUEST", "crypto.scrypt"},
    {"ARGON2REQUEST", "crypto.argon2"},
    {"RANDOMBYTESREQUEST", "crypto.randomBytes"},
    {"RANDOMPRIMEREQUEST", "crypto.generatePrime"},
    {"CHECKPRIMEREQUEST", "crypto.checkPrime"},
    {"KEYPAIRGENREQUEST", "crypto.generateKeyPair"},
    {"KEYGENREQUEST", "crypto.generateKey"},
    {"KEYEXPORTREQUEST", "crypto.exportKey"},
    {"CIPHERREQUEST", "crypto.cipher"},
    {"DERIVEBITSREQUEST", "crypto.deriveBits"},
    {"HASHREQUEST", "crypto.hash"},
    {"SIGNREQUEST", "crypto.sign"},
    {"VERIFYREQUEST", "crypto.verify"},
    {"ZLIB", "zlib"},
    {"GETADDRINFOREQWRAP", "dns.lookup"},
    {"GETNAMEINFOREQWRAP", "dns.lookupService"},
};

constexpr std::pair<std::string_view, std::string_view> kOutsidePool[] = {
    {"TCPCONNECTWRAP", "tcp.connect"}, {"PIPECONNECTWRAP", "pipe.connect"}, {"QUERYWRAP", "dns.resolve"},
    {"WRITEWRAP", "socket.write"},     {"SHUTDOWNWRAP", "socket.shutdown"}, {"UDPSENDWRAP", "udp.send"},
    {"PROCESSWRAP", "child_process"},
};

} // namespace

std::string OpNames::ofFile(uv_fs_type type)
{
    for (const auto& [known, name] : kFiles)
        if (known == type) return std::string("fs.") + name;
    return "fs";
}

std::string_view OpNames::ofRequest(std::string_view type)
{
    for (const auto& [known, name] : kRequests)
        if (known == type) return name;
    return {};
}

std::string_view OpNames::ofRequestOutsidePool(std::string_view type)
{
    for (const auto& [known, name] : kOutsidePool)
        if (known == type) return name;
    return {};
}

std::string OpNames::ofWork(std::string_view name)
{
    return name == "fs.readfile" ? "fs.readFile" : std::string(name);
}

} // namespace loopscope
