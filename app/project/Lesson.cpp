#include "app/project/Lesson.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

#include <dlfcn.h>

namespace loopscope {

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::optional<Lesson> loadOne(const QDir& folder)
{
    const QJsonObject facts = QJsonDocument::fromJson(bytesOf(folder.filePath(QStringLiteral("lesson.json")))).object();
    Lesson lesson;
    lesson.folder = folder.absolutePath();
    lesson.title = facts["title"].toString(folder.dirName());
    lesson.summary = facts["summary"].toString();
    lesson.detail = facts["detail"].toString(QStringLiteral("lesson"));
    lesson.order = facts["order"].toInt(1000);
    lesson.script = folder.absoluteFilePath(facts["entry"].toString(QStringLiteral("main.js")));
    lesson.text = QString::fromUtf8(bytesOf(folder.filePath(QStringLiteral("lesson.md"))));
    lesson.original = lesson.script;
    if (!QFile::exists(lesson.script)) return std::nullopt;
    return lesson;
}

} // namespace

QList<Lesson> Lesson::load(const QString& folder)
{
    QList<Lesson> lessons;
    if (folder.isEmpty()) return lessons;
    const QDir parent(folder);
    for (const QString& name : parent.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
        if (const auto lesson = loadOne(QDir(parent.filePath(name)))) lessons << *lesson;
    std::stable_sort(lessons.begin(), lessons.end(), [](const Lesson& a, const Lesson& b) { return a.order < b.order; });
    return lessons;
}

Lesson Lesson::inFolder(const QString& workFolder) const
{
    Lesson copy = *this;
    if (!workFolder.isEmpty()) copy.script = workFolder + u'/' + QFileInfo(folder).fileName() + u'/' + QFileInfo(script).fileName();
    return copy;
}

bool Lesson::makeWorkingCopy(bool anew) const
{
    if (script == original) return true;
    const QDir target = QFileInfo(script).absoluteDir();
    bool done = QDir().mkpath(target.path());
    for (const QFileInfo& file : QDir(folder).entryInfoList(QDir::Files)) {
        const QString path = target.filePath(file.fileName());
        if (anew) QFile::remove(path);
        if (QFile::exists(path)) continue;
        done = QFile::copy(file.filePath(), path) && done;
        QFile::setPermissions(path, QFile::permissions(path) | QFile::WriteOwner);
    }
    return done;
}

bool Lesson::isOf(const QString& path) const
{
    if (path == script || path == original) return true;
    const QFileInfo file(path), own(original);
    return file.fileName() == own.fileName() && file.dir().dirName() == own.dir().dirName() && file.dir().exists(QStringLiteral("lesson.json"));
}

// The executable may be node; what counts is where the file lies that holds this function.
QString Lesson::defaultFolder()
{
    Dl_info self;
    if (!dladdr(reinterpret_cast<const void*>(&Lesson::load), &self)) return {};
    QDir folder = QFileInfo(QFile::decodeName(self.dli_fname)).absoluteDir();
    for (int up = 0; up < 4; ++up) {
        const QString lessons = folder.filePath(QStringLiteral("share/loopscope/lessons"));
        if (QFileInfo(lessons).isDir()) return QDir::cleanPath(lessons);
        if (!folder.cdUp()) break;
    }
    return {};
}

} // namespace loopscope
