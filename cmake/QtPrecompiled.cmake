# Qt's widget headers, precompiled once for all widget rooms and their tests: a file then takes a second instead of five.
# Rooms below the widgets (runtime, visualizer/model) do not use it, so that what they include stays visible.
add_library(qt_precompiled OBJECT ${CMAKE_CURRENT_LIST_DIR}/QtPrecompiled.cpp)
target_link_libraries(qt_precompiled PRIVATE Qt6::Widgets loopscope_warnings)
target_precompile_headers(qt_precompiled PRIVATE
  <algorithm> <array> <cmath> <cstdint> <deque> <functional> <map> <memory> <optional> <span> <string> <string_view> <unordered_map> <vector>
  <QAbstractItemModel> <QAction> <QApplication> <QBoxLayout> <QComboBox> <QDialog> <QDir> <QDockWidget> <QEvent> <QFile> <QFontDatabase>
  <QGuiApplication> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QLabel> <QLineEdit> <QMainWindow> <QMenu> <QMouseEvent> <QPainter>
  <QPainterPath> <QPlainTextEdit> <QRegularExpression> <QScrollBar> <QSettings> <QStringList> <QTabWidget> <QTextBlock> <QTimer> <QToolBar>
  <QToolButton> <QTreeView> <QVariant> <QWidget>)

function(loopscope_use_precompiled target)
  target_precompile_headers(${target} REUSE_FROM qt_precompiled)
endfunction()
