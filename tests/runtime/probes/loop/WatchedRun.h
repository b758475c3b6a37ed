#pragma once

#include "runtime/events/Kinds.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <vector>

/// A script run under the harness in a process of its own: what it printed, and the records as they were made.
struct WatchedRun {
    struct Told {
        QString kind, thread, detail, type, place, on; ///< on: of handles
        qint64 id = 0, time = 0, value = 0;
        int flags = 0;
        bool has(int flag) const { return (flags & flag) != 0; }
        bool isBegin() const { return has(loopscope::RecordFlag::BeginEdge); }
        /// "12:5" of the innermost frame or of the function, empty for Node's own.
        QString position() const
        {
            return place.contains("node:") ? QString() : place.section('|', 0, 0).section(':', -2);
        }
        int line() const { return position().section(':', 0, 0).toInt(); }
    };

    int exitCode = -1;
    QString output, errors;
    std::vector<Told> told;
    qint64 lost = -1;

    std::vector<Told> only(const QString& kind, const QString& detail = {}) const
    {
        std::vector<Told> result;
        for (const Told& t : told)
            if (t.kind == kind && (detail.isEmpty() || t.detail == detail)) result.push_back(t);
        return result;
    }

    static WatchedRun of(const QByteArray& program, const QString& detail, const QByteArray& without = {},
                         const QString& name = "program.cjs")
    {
        WatchedRun run;
        QTemporaryDir folder;
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::WriteOnly)) file.write(program);
        file.close();
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        const QString build = qEnvironmentVariable("LOOPSCOPE_BUILD_DIR");
        environment.insert("LOOPSCOPE_PROBE_HARNESS", build + "/tests/loop_probe_harness.node");
        if (!without.isEmpty()) environment.insert("LOOPSCOPE_WITHOUT", without);
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(folder.path());
        process.start(build + "/lib/loopscope/node/bin/node",
                      {qEnvironmentVariable("LOOPSCOPE_SOURCE_DIR") + "/tests/runtime/probes/loop/harness.cjs", detail,
                       folder.filePath("records"), file.fileName()});
        process.waitForFinished(60'000);
        run.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        run.output = QString::fromUtf8(process.readAllStandardOutput()).replace(folder.path(), "DIR");
        run.errors = QString::fromUtf8(process.readAllStandardError()).replace(folder.path(), "DIR");
        QFile records(folder.filePath("records"));
        if (!records.open(QIODevice::ReadOnly)) return run;
        while (!records.atEnd()) {
            const auto o = QJsonDocument::fromJson(records.readLine()).object();
            if (o["k"] == "totals")
                run.lost = o["lost"].toInteger();
            else
                run.told.push_back({o["k"].toString(), o["th"].toString(), o["d"].toString(), o["type"].toString(),
                                    o["place"].toString().replace(folder.path(), "DIR"), o["on"].toString().replace(folder.path(), "DIR"), o["id"].toInteger(),
                                    o["t"].toInteger(), o["value"].toInteger(), o["flags"].toInt()});
        }
        return run;
    }
};
