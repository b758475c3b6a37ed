#pragma once

#include "app/launch/LaunchInput.h"

#include <QDialog>
#include <QHash>

namespace loopscope {

/// Asks for what a configuration wants to know, all at once.
///
/// Thread: the GUI's. Lifetime: of the question.
class LaunchInputDialog : public QDialog
{
    Q_OBJECT
public:
    /// `before`: what was answered the last time, by id.
    LaunchInputDialog(const QString& configuration, const std::vector<LaunchInput>& inputs, const QHash<QString, QString>& before, QWidget* parent = nullptr);

    QHash<QString, QString> answers() const; ///< by id

private:
    QHash<QString, QWidget*> m_fields;
};

} // namespace loopscope
