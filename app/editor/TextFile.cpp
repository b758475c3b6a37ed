#include "app/editor/TextFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QSaveFile>
#include <QStringDecoder>

namespace loopscope {

namespace {

const QByteArray kByteOrderMark = QByteArrayLiteral("\xEF\xBB\xBF");

QString tr(const char* text) { return QCoreApplication::translate("TextFile", text); }

QString shown(const QString& path) { return QDir::toNativeSeparators(path); }

TextFile::ReadResult problem(const QString& sentence) { return {{}, sentence}; }

} // namespace

TextFile::ReadResult TextFile::read(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir()) return problem(tr("%1 is a folder, not a file.").arg(shown(path)));
    QFile device(path);
    if (!device.open(QIODevice::ReadOnly))
        return problem(tr("Cannot open %1: %2.").arg(shown(path), device.errorString()));
    if (device.size() > kLimit)
        return problem(tr("%1 is too large to edit: it has %2, and the editor takes files up to %3.")
                           .arg(shown(path), QLocale().formattedDataSize(device.size()), QLocale().formattedDataSize(kLimit)));
    QByteArray bytes = device.readAll();
    if (bytes.contains('\0')) return problem(tr("%1 is not text: it holds zero bytes.").arg(shown(path)));

    ReadResult result;
    result.file.byteOrderMark = bytes.startsWith(kByteOrderMark);
    if (result.file.byteOrderMark) bytes.remove(0, kByteOrderMark.size());
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    result.file.text = decode(bytes);
    if (decode.hasError())
        return problem(tr("%1 is not UTF-8 text; convert it to UTF-8 to edit it here.").arg(shown(path)));
    const qsizetype lineEnds = result.file.text.count(QLatin1Char('\n'));
    result.file.windowsLineEnds = lineEnds > 0 && result.file.text.count(QLatin1String("\r\n")) == lineEnds;
    if (result.file.windowsLineEnds) result.file.text.remove(QLatin1Char('\r'));
    return result;
}

QString TextFile::write(const QString& path) const
{
    QSaveFile device(path);
    if (!device.open(QIODevice::WriteOnly))
        return tr("Cannot save %1: %2.").arg(shown(path), device.errorString());
    QByteArray bytes = text.toUtf8();
    if (windowsLineEnds) bytes.replace("\n", "\r\n");
    if (byteOrderMark) bytes.prepend(kByteOrderMark);
    device.write(bytes);
    if (!device.commit()) return tr("Cannot save %1: %2.").arg(shown(path), device.errorString());
    return {};
}

} // namespace loopscope
