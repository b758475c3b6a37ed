#pragma once

#include "visualizer/theme/Theme.h"

#include <QTemporaryDir>

namespace loopscope {

/// The few small pictures that a stylesheet can only take from files (arrows, check marks, close buttons), in the
/// theme's colours. The files go with the object.
class StyleImages
{
public:
    explicit StyleImages(const Theme& theme);

    /// Path of icon `name` in a colour: one of "text", "muted", "faint", "onAccent". Empty if it could not be written.
    QString path(const QString& name, const QString& color) const;

private:
    QTemporaryDir m_folder;
};

} // namespace loopscope
