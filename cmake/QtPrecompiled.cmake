# Qt's widget headers, precompiled once for all widget rooms and their tests: a file then takes a second instead of five.
# Rooms below the widgets (runtime, visualizer/model) do not use it, so that what they include stays visible.
set(LOOPSCOPE_STD_HEADERS <algorithm> <array> <cmath> <cstdint> <deque> <functional> <map> <memory> <optional> <span> <string> <string_view>
  <unordered_map> <vector>)
set(LOOPSCOPE_WIDGET_HEADERS
  <QAbstractItemModel> <QAction> <QApplication> <QBoxLayout> <QComboBox> <QDialog> <QDir> <QDockWidget> <QEvent> <QFile> <QFontDatabase>
  <QGuiApplication> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QLabel> <QLineEdit> <QMainWindow> <QMenu> <QMouseEvent> <QPainter>
  <QPainterPath> <QPlainTextEdit> <QRegularExpression> <QScrollBar> <QSettings> <QStringList> <QTabWidget> <QTextBlock> <QTimer> <QToolBar>
  <QToolButton> <QTreeView> <QVariant> <QWidget>)

# Qt Test's target puts the build folder's path on every command line, which would keep clones from sharing compiler results.
set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
# QT_NETWORK_LIB only makes Qt Test print network types, and keeps all that links Qt Network from using what is precompiled.
set_property(TARGET Qt6::Network PROPERTY INTERFACE_COMPILE_DEFINITIONS "")

function(loopscope_precompiled name)
  add_library(${name} OBJECT ${PROJECT_SOURCE_DIR}/cmake/QtPrecompiled.cpp)
  cmake_parse_arguments(PRE "" "" "LIBS;HEADERS;OPTIONS" ${ARGN})
  target_link_libraries(${name} PRIVATE ${PRE_LIBS} loopscope_warnings)
  target_compile_options(${name} PRIVATE ${PRE_OPTIONS})
  target_precompile_headers(${name} PRIVATE ${PRE_HEADERS})
endfunction()

# Tests are compiled once and run once: no optimising.
set(LOOPSCOPE_TEST_OPTIONS -O0 -fPIC)
loopscope_precompiled(qt_precompiled LIBS Qt6::Widgets HEADERS ${LOOPSCOPE_STD_HEADERS} ${LOOPSCOPE_WIDGET_HEADERS})
loopscope_precompiled(test_precompiled LIBS Qt6::Test HEADERS ${LOOPSCOPE_STD_HEADERS} <QtTest> OPTIONS ${LOOPSCOPE_TEST_OPTIONS})
loopscope_precompiled(widget_test_precompiled LIBS Qt6::Test Qt6::Widgets HEADERS ${LOOPSCOPE_STD_HEADERS} <QtTest> ${LOOPSCOPE_WIDGET_HEADERS}
  OPTIONS ${LOOPSCOPE_TEST_OPTIONS})

function(loopscope_use_precompiled target)
  target_precompile_headers(${target} REUSE_FROM qt_precompiled)
endfunction()

# A precompiled header is used only by code made in the same way: -fPIC like the libraries, not -fPIE like executables.
function(loopscope_use_test_precompiled target precompiled)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${target} PRIVATE ${LOOPSCOPE_TEST_OPTIONS})
  target_precompile_headers(${target} REUSE_FROM ${precompiled})
endfunction()
