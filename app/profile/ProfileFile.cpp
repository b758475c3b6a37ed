#include "app/profile/ProfileFile.h"

#include "inspector/profile/ProfileReader.h"
#include "visualizer/model/Labels.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

namespace loopscope {

QString ProfileFile::costText(std::int64_t cost) const
{
    return isCpu() ? Labels::duration(static_cast<std::uint64_t>(cost)) : QLocale().formattedDataSize(cost, 2, QLocale::DataSizeSIFormat);
}

QString ProfileFile::placeText(const profile::Function& function)
{
    if (function.url.isEmpty()) return {};
    const QString name = function.isNodes() ? function.url : function.url.section(u'/', -1);
    return function.line > 0 ? QStringLiteral("%1:%2").arg(name).arg(function.line) : name;
}

std::shared_ptr<ProfileFile> readProfileFile(const QString& path, const QString& name, QString* problem)
{
    QFile file(path);
    const auto tr = [](const char* text) { return QCoreApplication::translate("ProfileFile", text); };
    if (!file.open(QIODevice::ReadOnly)) {
        *problem = tr("%1: %2.").arg(QFileInfo(path).fileName(), file.errorString());
        return nullptr;
    }
    QString why;
    auto read = profile::readProfile(file.readAll(), &why);
    if (!read) {
        *problem = tr("%1 is no profile that can be shown: %2.").arg(QFileInfo(path).fileName(), why);
        return nullptr;
    }
    auto result = std::make_shared<ProfileFile>();
    result->path = path;
    result->name = name;
    result->rows = profile::flameRowsOf(*read, profile::Frames::FromTheProgramOn);
    result->allRows = profile::flameRowsOf(*read);
    result->length = read->kind == profile::Kind::Cpu ? read->length : profile::costsOf(*read).all();
    result->profile = std::move(read);
    return result;
}

} // namespace loopscope
