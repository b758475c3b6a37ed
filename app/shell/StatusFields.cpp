#include "app/shell/StatusFields.h"

#include "app/debugger/DebugSession.h"
#include "app/editor/CodeEditor.h"
#include "app/editor/EditorTabs.h"
#include "app/session/RunSession.h"
#include "app/shell/Workbench.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/StillLabel.h"

#include <QLabel>
#include <QStatusBar>

namespace loopscope {

StatusFields::StatusFields(QStatusBar& bar, const Workbench& bench, const QString& target)
    : QObject(&bar), m_bar(bar), m_bench(std::make_unique<Workbench>(bench)), m_target(target)
{
    bar.setSizeGripEnabled(false);
    m_state = rareField(QStringLiteral("status.state"));
    m_detail = rareField(QStringLiteral("status.detail"));
    bar.addWidget(m_state, 1);
    bar.addPermanentWidget(m_detail);
    m_events = field(QStringLiteral("status.events"));
    m_lost = field(QStringLiteral("status.lost"));
    m_place = field(QStringLiteral("status.place"));
    m_node = rareField(QStringLiteral("status.node"));
    for (QWidget* field : std::initializer_list<QWidget*>{m_events, m_lost, m_place, m_node}) bar.addPermanentWidget(field);
    m_soon.setSingleShot(true);
    m_soon.setInterval(30);
    connect(&m_soon, &QTimer::timeout, this, &StatusFields::refresh);
    const auto soon = [this] { if (!m_soon.isActive()) m_soon.start(); };
    connect(&bench.session, &RunSession::stateChanged, this, &StatusFields::refresh);
    connect(&bench.debug, &DebugSession::stateChanged, this, &StatusFields::refresh);
    connect(&bench.debug, &DebugSession::paused, this, soon);
    connect(&bench.trace, &TraceView::recordingChanged, this, soon);
    connect(&bench.trace, &TraceView::grew, this, soon);
    // What the user does, and a picture, is answered at once; what the program does may wait for a frame or two.
    connect(&bench.tabs, &EditorTabs::currentChanged, this, &StatusFields::showPlace);
    connect(&bench.tabs, &EditorTabs::cursorMoved, this, &StatusFields::showPlace);
    refresh();
}

StatusFields::~StatusFields() = default;

StillLabel* StatusFields::field(const QString& name)
{
    auto* field = new StillLabel(&m_bar);
    field->label().setObjectName(name);
    return field;
}

QLabel* StatusFields::rareField(const QString& name)
{
    auto* label = new QLabel(&m_bar);
    label->setObjectName(name);
    return label;
}

void StatusFields::refresh()
{
    showRun();
    showPlace();
}

void StatusFields::showRun()
{
    const auto recording = m_bench->trace.recording();
    const bool ofRun = recording && recording == m_bench->session.recording();
    m_state->setText(recording && !ofRun ? tr("Recording of an earlier run") : m_bench->debug.debugger().isPaused() ? m_bench->debug.debugger().sentence() : m_bench->session.sentence());
    m_detail->setVisible(recording != nullptr);
    m_events->setVisible(recording != nullptr);
    m_lost->setVisible(recording && recording->lost() > 0);
    if (!recording) return m_node->setText(m_target);
    const RunInfo info = recording->info();
    const std::string_view level = name(info.detail);
    m_detail->setText(tr("Detail: %1").arg(QString::fromUtf8(level.data(), qsizetype(level.size()))));
    m_events->setText(tr("%L1 events").arg(recording->size()));
    m_lost->setText(tr("⚠ %L1 lost").arg(recording->lost()));
    m_lost->setToolTip(tr("So many events were dropped because the recorder could not keep up; the Timeline shows where."));
    const auto& request = m_bench->session.request();
    if (ofRun && request && request->ownProcess) m_node->setText(tr("A process of its own: only its output is recorded"));
    else m_node->setText(info.node.empty() ? m_target : tr("Node %1").arg(QString::fromStdString(info.node)));
}

void StatusFields::showPlace()
{
    const CodeEditor* editor = m_bench->tabs.currentEditor();
    m_place->setVisible(editor);
    if (editor) m_place->setText(tr("Line %1, column %2").arg(editor->currentLine()).arg(editor->currentColumn()));
}

} // namespace loopscope
