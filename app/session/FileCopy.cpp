#include "app/session/FileCopy.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

namespace loopscope {

QString copyFile(const QString& from, const QString& to)
{
    QFile source(from);
    QSaveFile target(to);
    const auto problem = [](const QFileDevice& file) { return QCoreApplication::translate("FileCopy", "%1: %2.").arg(file.fileName(), file.errorString()); };
    if (!source.open(QIODevice::ReadOnly)) return problem(source);
    bool isWell = target.open(QIODevice::WriteOnly);
    while (isWell && !source.atEnd()) {
        const QByteArray piece = source.read(1 << 20);
        if (piece.isEmpty()) return problem(source);
        isWell = target.write(piece) == piece.size();
    }
    return isWell && target.commit() ? QString() : problem(target);
}

} // namespace loopscope
