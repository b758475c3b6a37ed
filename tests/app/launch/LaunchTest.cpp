#include "app/launch/EnvironmentFile.h"
#include "app/launch/JsonComments.h"
#include "app/launch/LaunchDialog.h"
#include "app/launch/LaunchInputDialog.h"
#include "app/launch/LaunchList.h"
#include "app/launch/LaunchPlan.h"

#include <QComboBox>
#include <QDir>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

using Target = LaunchConfiguration::Target;

class LaunchTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    static constexpr const char* kStars = "**"; // moc takes a slash before them for a comment

    QString put(const QString& name, const QByteArray& text) const
    {
        QDir().mkpath(QFileInfo(m_folder.filePath(name)).path());
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }

    static QString text(const RunRequest& r)
    {
        QStringList words{QString::fromStdString(r.runtime)};
        for (const auto& one : r.nodeOptions) words << QString::fromStdString(one);
        words << QString::fromStdString(r.script);
        for (const auto& one : r.arguments) words << QString::fromStdString(one);
        for (const auto& [name, value] : r.environment) words << QString::fromStdString(name + "=" + value);
        return words.join('|');
    }

private slots:
    void commentsAreLeftOut_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("wanted");
        const QByteArray slashes = QByteArray("/").repeated(2);
        QTest::newRow("none") << QByteArray("{\"a\": 1}") << QByteArray("{\"a\":1}");
        QTest::newRow("line") << "{" + slashes + " x \"y\"\n\"a\": 1 " + slashes + " z\n}" << QByteArray("{\"a\":1}");
        QTest::newRow("block") << QByteArray("{/* x\n\"b\": 2, */\"a\"/**/: 1}") << QByteArray("{\"a\":1}");
        QTest::newRow("in a text") << "{\"a\": \"http:" + slashes + "x/*y*/\\\"" + slashes + "\"}" << "{\"a\":\"http:" + slashes + "x/*y*/\\\"" + slashes + "\"}";
        QTest::newRow("last comma") << "{\"a\": [1, 2, ], \"b\": {\"c\": 1," + slashes + " x\n },\n}" << QByteArray("{\"a\":[1,2],\"b\":{\"c\":1}}");
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf{\"a\":1}") << QByteArray("{\"a\":1}");
        QTest::newRow("comma in a text") << QByteArray("{\"a\":\",}\"}") << QByteArray("{\"a\":\",}\"}");
    }

    void commentsAreLeftOut()
    {
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, wanted);
        QCOMPARE(QJsonDocument::fromJson(withoutComments(given)).toJson(QJsonDocument::Compact), wanted);
        QCOMPARE(withoutComments(given).count('\n'), given.count('\n'));
    }

    void filesOfVariablesAreRead()
    {
        const auto all = environmentFromText("# of ours\nA=1\nexport B = two words  # said\nC=\"x # y\\nz\"\nD='$A \\n'\nE=\n\nF=\"over\ntwo lines\"\nno line\nG: yaml\nH=a=b\r\n");
        QStringList lines;
        for (const auto& [name, value] : all) lines << name + '=' + value;
        QCOMPARE(lines, (QStringList{"A=1", "B=two words", "C=x # y\nz", "D=$A \\n", "E=", "F=over\ntwo lines", "G=yaml", "H=a=b"}));
    }

    void variablesStandForWhatTheyName()
    {
        qputenv("LOOPSCOPE_TEST_NAME", "ada");
        const LaunchVariables variables{"/home/ada/shop", "/home/ada/shop/src/a.test.ts"};
        QString problem;
        QCOMPARE(variables.expand("${workspaceFolder}|${workspaceFolderBasename}|${file}|${fileBasename}|${fileBasenameNoExtension}|${fileExtname}|${fileDirname}|${relativeFile}|${relativeFileDirname}|${env:LOOPSCOPE_TEST_NAME}|${env:NO_SUCH}|$x", problem),
            "/home/ada/shop|shop|/home/ada/shop/src/a.test.ts|a.test.ts|a.test|.ts|/home/ada/shop/src|src/a.test.ts|src|ada||$x");
        QCOMPARE(problem, "");
        variables.expand("${workspaceFolder} ${input:port}", problem);
        QCOMPARE(problem, "${input:port} is not known here.");
        problem.clear();
        LaunchVariables{"/home/ada", {}}.expand("${file}", problem);
        QCOMPARE(problem, "${file} needs a file in the editor.");
    }

    void whatCodeHasIsUnderstood()
    {
        put("code/.env", "FROM=file\nBOTH=file\n");
        put("code/src/main.js", "");
        put("code/.vscode/launch.json", "{\n  /* of an editor */\n  \"version\": \"0.2.0\",\n  \"configurations\": [\n"
            "    {\"type\": \"node\", \"request\": \"launch\", \"name\": \"Main\", \"program\": \"${workspaceFolder}/src/main.js\", \"args\": [\"--port\", \"80\", \"${fileBasename}\"], \"env\": {\"BOTH\": \"env\", \"N\": 5, \"GONE\": null},\n"
            "     \"envFile\": \"${workspaceFolder}/.env\", \"runtimeArgs\": [\"--conditions=dev\"], \"stopOnEntry\": true, \"cwd\": \"${workspaceFolder}/src\",},\n"
            "    {\"type\": \"pwa-node\", \"request\": \"launch\", \"name\": \"Npm\", \"runtimeExecutable\": \"npm\", \"runtimeArgs\": [\"run-script\", \"dev\"]},\n"
            "    {\"type\": \"node\", \"request\": \"attach\", \"name\": \"Port\", \"port\": 9230},\n"
            "    {\"type\": \"node\", \"request\": \"attach\", \"name\": \"Process\", \"processId\": \"${command:PickProcess}\"},\n"
            "    {\"type\": \"node\", \"request\": \"launch\", \"name\": \"Words\", \"program\": \"src/main.js\", \"args\": \"a \\\"b c\\\"\"},\n"
            "    {\"type\": \"python\", \"request\": \"launch\", \"name\": \"Other\"},\n  ],\n}\n");
        LaunchList list;
        QSignalSpy problems(&list, &LaunchList::problem);
        list.setFolder(m_folder.filePath("code"));
        QCOMPARE(problems.size(), 0);
        QStringList summaries;
        for (const LaunchConfiguration& one : list.all()) summaries << one.name + ": " + one.summary();
        QCOMPARE(summaries, (QStringList{"Main: ${workspaceFolder}/src/main.js --port 80 ${fileBasename}", "Npm: npm run-script dev, in a process of its own", "Port: attach to 127.0.0.1:9230", "Process: attach to a process",
            "Words: src/main.js a b c"}));
        const LaunchVariables variables{list.folder(), m_folder.filePath("code/x.js")};
        const LaunchPlan plan = LaunchPlan::of(*list.find("Main"), variables);
        QCOMPARE(plan.problem, "");
        QVERIFY(plan.stopsAtFirstLine && !plan.request.ownProcess);
        QCOMPARE(text(plan.request), "|--conditions=dev|" + m_folder.filePath("code/src/main.js") + "|--port|80|x.js|FROM=file|BOTH=file|BOTH=env|N=5");
        QCOMPARE(QString::fromStdString(plan.request.workingFolder), m_folder.filePath("code/src"));
        const LaunchPlan npm = LaunchPlan::of(*list.find("Npm"), variables);
        QVERIFY(npm.problem.isEmpty() && npm.request.ownProcess);
        QCOMPARE(text(npm.request), "npm|run-script|dev|");
        QCOMPARE(LaunchPlan::of(*list.find("Port"), variables).place, "127.0.0.1:9230");
        QCOMPARE(LaunchPlan::of(*list.find("Process"), variables).pid, 0);
        QCOMPARE(text(LaunchPlan::of(*list.find("Words"), variables).request), "|" + m_folder.filePath("code/src/main.js") + "|a|b c");
    }

    void whatItAsksForIsAskedOnce()
    {
        put("asks/.vscode/launch.json", QByteArray(R"({"configurations": [
            {"type": "node", "request": "launch", "name": "Asks", "program": "main.js", "args": ["--port=${input:port}", "${input:stage}", "${input:port}"], "env": {"TOKEN": "${input:token}"},
             "skipFiles": ["<node_internals>/@@", "${workspaceFolder}/lib/@@"]},
            {"type": "node", "request": "attach", "name": "There", "port": 9229, "localRoot": "${workspaceFolder}", "remoteRoot": "/app"}],
            "inputs": [{"id": "port", "type": "promptString", "description": "Port", "default": "80"}, {"id": "stage", "type": "pickString", "options": ["dev", {"label": "Live", "value": "prod"}]},
             {"id": "token", "type": "promptString", "password": true}, {"id": "unused", "type": "promptString"}, {"id": "other", "type": "command"}]})").replace("@@", kStars));
        put("asks/main.js", "");
        LaunchList list;
        list.setFolder(m_folder.filePath("asks"));
        const LaunchConfiguration& asks = *list.find("Asks");
        QCOMPARE(LaunchPlan::of(asks, {list.folder(), {}}).problem, "Asks: ${input:port} is not known here.");
        const std::vector<LaunchInput> inputs = list.inputsOf(asks);
        QCOMPARE(inputs.size(), 3u);
        LaunchInputDialog dialog("Asks", inputs, {{"stage", "prod"}});
        dialog.show();
        QCOMPARE(dialog.findChild<QLineEdit*>("port")->text(), "80");
        QCOMPARE(dialog.findChild<QLineEdit*>("token")->echoMode(), QLineEdit::Password);
        QCOMPARE(dialog.findChild<QComboBox*>("stage")->currentText(), "prod"); // as it was answered the last time
        dialog.findChild<QLineEdit*>("port")->selectAll();
        QTest::keyClicks(dialog.findChild<QLineEdit*>("port"), "8080");
        QTest::keyClicks(dialog.findChild<QLineEdit*>("token"), "s");
        const LaunchPlan plan = LaunchPlan::of(asks, {list.folder(), {}, dialog.answers()});
        QCOMPARE(plan.problem, "");
        QCOMPARE(text(plan.request), "|" + m_folder.filePath("asks/main.js") + "|--port=8080|prod|8080|TOKEN=s");
        QCOMPARE(plan.skipFiles, (QStringList{QString("<node_internals>/") + kStars, m_folder.filePath("asks/lib/") + kStars}));
        const LaunchPlan there = LaunchPlan::of(*list.find("There"), {list.folder(), {}});
        QCOMPARE(there.localRoot + '=' + there.remoteRoot, m_folder.filePath("asks") + "=/app");
        QVERIFY(list.inputsOf(*list.find("There")).empty());
    }

    void whatElseStandsInOurFileIsKept()
    {
        put("kept/.loopscope/launch.json", "{\"inputs\": [{\"id\": \"a\", \"type\": \"promptString\"}], \"configurations\": []}");
        LaunchList list;
        list.setFolder(m_folder.filePath("kept"));
        QVERIFY(list.save({}, {.name = "A", .script = "${input:a}", .skipFiles = {"x y/?.js"}, .localRoot = "l", .remoteRoot = "r"}));
        LaunchList again;
        again.setFolder(m_folder.filePath("kept"));
        QCOMPARE(again.inputsOf(*again.find("A")).size(), 1u);
        QVERIFY(*again.find("A") == *list.find("A"));
        QCOMPARE(again.find("A")->skipFiles, QStringList{"x y/?.js"});
    }

    void whatCannotBeRunIsSaid()
    {
        const LaunchVariables variables{m_folder.path(), {}};
        QCOMPARE(LaunchPlan::of({.name = "A", .script = "none.js"}, variables).problem, "A: the script " + m_folder.filePath("none.js") + " is not there.");
        QCOMPARE(LaunchPlan::of({.name = "A"}, variables).problem, "A: it names no script.");
        QCOMPARE(LaunchPlan::of({.name = "A", .script = "${file}"}, variables).problem, "A: ${file} needs a file in the editor.");
        const QString script = put("there.js", "");
        QCOMPARE(LaunchPlan::of({.name = "A", .script = "there"}, variables).problem, "");
        QCOMPARE(LaunchPlan::of({.name = "A", .script = "there.js", .environmentFile = "no.env"}, variables).problem, "A: the file of variables " + m_folder.filePath("no.env") + " cannot be read.");
        QCOMPARE(LaunchPlan::of({.name = "A", .script = script, .folder = "nowhere"}, variables).problem, "A: the folder " + m_folder.filePath("nowhere") + " is not there.");
        put("broken/.vscode/launch.json", "{\n  \"configurations\": [\n    {\"type\" \"node\"}\n  ]\n}\n");
        LaunchList list;
        QSignalSpy problems(&list, &LaunchList::problem);
        list.setFolder(m_folder.filePath("broken"));
        QCOMPARE(problems.size(), 1);
        QVERIFY(problems[0][0].toString().startsWith(".vscode/launch.json, line 3: "));
    }

    void ownOnesAreKeptInAFile()
    {
        QDir().mkpath(m_folder.filePath("own"));
        const QString folder = m_folder.filePath("own");
        LaunchList list;
        list.setFolder(folder);
        const LaunchConfiguration full{.name = "All", .target = Target::OwnProcess, .script = "a.js", .arguments = {"1", "two words", ""}, .folder = "sub", .nodeOptions = {"--conditions=x"}, .runtime = "node",
            .environment = {{"A", "1"}, {"B", "x=y"}}, .environmentFile = ".env", .stopsAtFirstLine = true};
        QVERIFY(list.save({}, full));
        QVERIFY(list.save({}, {.name = "Port", .target = Target::AttachPlace, .place = "9229"}));
        QVERIFY(!list.save({}, full));
        list.choose("All");
        LaunchList again;
        again.setFolder(folder);
        again.choose("All");
        QCOMPARE(again.all().size(), 2u);
        QVERIFY(again.chosen() && *again.chosen() == full);
        LaunchConfiguration renamed = full;
        renamed.name = "Renamed";
        QVERIFY(list.save("All", renamed));
        QCOMPARE(list.chosenName(), "Renamed");
        QVERIFY(list.remove("Port") && list.remove("Renamed"));
        QVERIFY(!list.chosen());
        again.reload();
        QVERIFY(again.all().empty());
        QVERIFY(!again.chosen()); // and what is run is the script in the editor
    }

    void theDialogMakesChangesAndRemoves()
    {
        put("dialog/.vscode/launch.json", "{\"configurations\": [{\"type\": \"node\", \"name\": \"Code\", \"program\": \"x.js\"}]}");
        LaunchList list;
        list.setFolder(m_folder.filePath("dialog"));
        LaunchDialog dialog(list, "src/main.js");
        dialog.show();
        auto* names = dialog.findChild<QListWidget*>("names");
        QCOMPARE(names->count(), 1);
        QVERIFY(!dialog.findChild<QLineEdit*>("script")->isEnabled()); // of another editor's file
        QTest::mouseClick(dialog.findChild<QPushButton*>("copy"), Qt::LeftButton);
        QCOMPARE(names->count(), 2);
        QVERIFY(dialog.findChild<QLineEdit*>("script")->isEnabled());
        dialog.findChild<QLineEdit*>("name")->setText("Mine");
        dialog.findChild<QLineEdit*>("arguments")->setText("a \"b c\"");
        dialog.findChild<QPlainTextEdit*>("environment")->setPlainText("A=1\nB=x=y\n");
        QTest::mouseClick(dialog.findChild<QPushButton*>("add"), Qt::LeftButton);
        QCOMPARE(names->count(), 3);
        QCOMPARE(dialog.findChild<QLineEdit*>("script")->text(), "src/main.js");
        QVERIFY(!dialog.findChild<QLineEdit*>("place")->isVisible());
        dialog.findChild<QComboBox*>("target")->setCurrentIndex(int(Target::AttachPlace));
        QVERIFY(dialog.findChild<QLineEdit*>("place")->isVisible() && !dialog.findChild<QLineEdit*>("arguments")->isVisible());
        dialog.findChild<QLineEdit*>("name")->setText("Mine");
        dialog.accept();
        QVERIFY(dialog.isVisible());
        QCOMPARE(dialog.findChild<QLabel*>("problem")->text(), "There is a run configuration Mine already.");
        QTest::mouseClick(dialog.findChild<QPushButton*>("remove"), Qt::LeftButton);
        QCOMPARE(names->count(), 2);
        dialog.showConfiguration("Mine");
        QCOMPARE(dialog.findChild<QLineEdit*>("arguments")->text(), "a \"b c\"");
        dialog.accept();
        QVERIFY(!dialog.isVisible());
        QVERIFY(list.chosen());
        QCOMPARE(list.chosen()->arguments, (QStringList{"a", "b c"}));
        QCOMPARE(list.chosen()->environment.size(), 2);
        QCOMPARE(list.chosen()->environment[1].second, "x=y");
    }
};

QTEST_MAIN(LaunchTest)
#include "LaunchTest.moc"
