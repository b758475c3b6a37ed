#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QTemporaryDir>

#include <vector>

/// One script under the harness, in a process of its own: what it printed and what the probes told.
struct ProbeRun {
    struct Told {
        QString kind, type, place; ///< place: "function path:line:column", stacks joined by "|", innermost first
        qint64 id = 0, time = 0, value = 0;
        int detail = 0, flags = 0;
        QString function() const { return place.section('|', 0, 0).section(' ', 0, 0); }
        int line() const { return place.section('|', 0, 0).section(':', -2, -2).toInt(); }
        int column() const { return place.section('|', 0, 0).section(':', -1).toInt(); }
    };

    int exitCode = -1;
    QString output, errors;
    std::vector<Told> told;

    std::vector<Told> of(const QString& kind) const
    {
        std::vector<Told> result;
        for (const Told& t : told)
            if (t.kind == kind) result.push_back(t);
        return result;
    }

    static QString node() { return QStringLiteral("%1/lib/loopscope/node/bin/node").arg(qEnvironmentVariable("LOOPSCOPE_BUILD_DIR")); }

    /// Flags for PromiseProbe: with PromiseSites, or with V8's hooks as where V8 is not known; the tests run both ways.
    static bool byHooks() { return qEnvironmentVariable("LOOPSCOPE_WITHOUT") == "sites"; }
    static QString promises() { return byHooks() ? QStringLiteral("promises") : QStringLiteral("promises,sites"); }

    /// `files`: name and text; the first one is run. `flags` as in ProbeHarness.cpp; empty for plain node.
    static ProbeRun of(const std::vector<std::pair<QString, QByteArray>>& files, const QString& flags, const QStringList& nodeOptions = {})
    {
        ProbeRun run;
        QTemporaryDir folder;
        for (const auto& [name, text] : files) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::WriteOnly)) file.write(text);
        }
        QStringList arguments = nodeOptions;
        if (!flags.isEmpty())
            arguments << qEnvironmentVariable("LOOPSCOPE_SOURCE_DIR") + "/tests/runtime/probes/harness/harness.cjs"
                      << qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/tests/probe_harness.node" << flags << folder.filePath("records");
        QProcess process;
        process.start(node(), arguments << folder.filePath(files.front().first));
        process.waitForFinished(60'000);
        run.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        run.output = QString::fromUtf8(process.readAllStandardOutput()).replace(folder.path(), "DIR");
        run.errors = QString::fromUtf8(process.readAllStandardError()).replace(folder.path(), "DIR");
        QFile records(folder.filePath("records"));
        if (records.open(QIODevice::ReadOnly)) {
            while (!records.atEnd()) {
                const auto o = QJsonDocument::fromJson(records.readLine()).object();
                run.told.push_back({o["k"].toString(), o["type"].toString(), o["place"].toString().replace(folder.path(), "DIR"), o["id"].toInteger(),
                                    o["t"].toInteger(), o["value"].toInteger(), o["detail"].toInt(), o["flags"].toInt()});
            }
        }
        return run;
    }
};
