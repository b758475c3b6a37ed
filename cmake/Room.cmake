# A room is a folder, a static library and a permission to include.
#
#   loopscope_room(visualizer_model SOURCES A.cpp B.cpp PUBLIC runtime_events PRIVATE Qt6::Core)
#   loopscope_test(visualizer_model LoopStateTest)          # tests/.../LoopStateTest.cpp, one executable, one ctest
#
# Sources include our headers as "room/sub/Header.h", from the top of the tree.
function(loopscope_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(ROOM_SOURCES)
    add_library(${name} STATIC ${ROOM_SOURCES})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
    target_link_libraries(${name} PUBLIC ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE} loopscope_warnings)
    if("Qt6::Widgets" IN_LIST ROOM_PUBLIC OR "Qt6::Widgets" IN_LIST ROOM_PRIVATE)
      loopscope_use_precompiled(${name})
    endif()
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
    target_link_libraries(${name} INTERFACE ${ROOM_PUBLIC})
  endif()
endfunction()

# One Qt Test executable a test class: NAME.cpp in the calling folder.
function(loopscope_test name)
  cmake_parse_arguments(TEST "" "" "LIBS;SOURCES" ${ARGN})
  add_executable(${name} ${name}.cpp ${TEST_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE Qt6::Test ${TEST_LIBS} loopscope_warnings)
  if(TEST_LIBS MATCHES "(^|;)(app_(console|debugger|editor|memory|profile|project|session|shell)|visualizer_(charts|graph|panels|stage|theme|timeline))" OR "Qt6::Widgets" IN_LIST TEST_LIBS)
    target_link_libraries(${name} PRIVATE Qt6::Widgets)
    loopscope_use_test_precompiled(${name} widget_test_precompiled)
  else()
    loopscope_use_test_precompiled(${name} test_precompiled)
  endif()
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
  add_test(NAME ${folder}/${name} COMMAND ${name})
  set_tests_properties(${folder}/${name} PROPERTIES TIMEOUT 120 ENVIRONMENT
    "QT_QPA_PLATFORM=offscreen;LOOPSCOPE_BUILD_DIR=${CMAKE_BINARY_DIR};LOOPSCOPE_SOURCE_DIR=${CMAKE_SOURCE_DIR}")
endfunction()

# The real window in a module that the pinned node loads: NAME.cpp exports main(words); build/<preset>/tests/host/NAME.{node,cjs}.
function(loopscope_driver name)
  add_library(${name} MODULE ${name}.cpp)
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX .node LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/host)
  target_link_libraries(${name} PRIVATE app_shell runtime_host test_support loopscope_warnings)
  target_link_options(${name} PRIVATE -Wl,--exclude-libs,ALL -Wl,-z,now)
  add_dependencies(${name} loopscope_node)
  configure_file(${CMAKE_SOURCE_DIR}/tests/support/driver.cjs.in ${CMAKE_BINARY_DIR}/tests/host/${name}.cjs @ONLY)
endfunction()
