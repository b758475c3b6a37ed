#pragma once

#include "app/memory/HeapFile.h"

#include <QObject>

#include <memory>
#include <thread>

namespace loopscope {

/// Reads and analyses snapshots one after another, on a thread of its own.
///
/// Thread: the GUI's. Destroying it waits for the one that is being read.
class HeapLoader : public QObject
{
    Q_OBJECT
public:
    explicit HeapLoader(QObject* parent = nullptr) : QObject(parent) {}
    ~HeapLoader() override;

    void load(const QString& path, const QString& name);
    bool isBusy() const { return m_isBusy; }

signals:
    void busyChanged();
    void loaded(const std::shared_ptr<const loopscope::HeapFile>& file);
    void failed(const QString& sentence);

private:
    struct Wish {
        QString path, name;
    };
    void next();
    void finish(const std::shared_ptr<const HeapFile>& file, const QString& problem);

    QList<Wish> m_wishes;
    std::thread m_thread;
    bool m_isBusy = false;
};

/// Null, and `problem` is a sentence, for what is no snapshot. Blocks.
std::shared_ptr<const HeapFile> readHeapFile(const QString& path, const QString& name, QString* problem);

} // namespace loopscope
