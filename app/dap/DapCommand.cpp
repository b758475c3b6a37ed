#include "app/dap/DapCommand.h"

#include "app/cli/OptionParser.h"
#include "app/dap/DapServer.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <array>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

namespace loopscope {

namespace {

void writeAll(int file, const QByteArray& bytes)
{
    for (qsizetype at = 0; at < bytes.size();) {
        const ssize_t written = write(file, bytes.constData() + at, static_cast<std::size_t>(bytes.size() - at));
        if (written <= 0) return; // the editor is gone: the end of its stdin says so too
        at += written;
    }
}

} // namespace

int dapCommand(const std::vector<std::string>& arguments, ProgramRunner& runner)
{
    static const CommandSpec spec{.name = "dap",
        .usage = "",
        .summary = "Debugs programs for another editor, which starts it and speaks the Debug Adapter Protocol on stdin and stdout. Loop breakpoints are exception filters: "
                   "timers, poll, check, closing, nextTick, microtask; phase.timers, phase.pending, phase.poll, phase.check, phase.close; sleep, poolFull, unhandledRejection.",
        .options = {},
        .leastOperands = 0,
        .mostOperands = 0,
        .operand = "argument"};
    ParsedCommand command(spec, arguments);
    if (const auto code = answered(spec, command)) return *code;
    // A program that runs has stdin and stdout for its own terminal.
    const int in = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3), out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    std::array<char, 10> name{"loopscope"};
    char* words[] = {name.data(), nullptr};
    int count = 1;
    QCoreApplication application(count, words); // needs none of Qt's plugins
    DapServer server(runner, [out](const QByteArray& bytes) { writeAll(out, bytes); });
    QObject::connect(&server, &DapServer::finished, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    QSocketNotifier notifier(in, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &server, [&] {
        std::array<char, 65536> bytes;
        const ssize_t length = read(in, bytes.data(), bytes.size());
        if (length > 0) return server.take(QByteArray(bytes.data(), length));
        notifier.setEnabled(false);
        application.quit();
    });
    return QCoreApplication::exec();
}

} // namespace loopscope
