# The node that carries us, at lib/loopscope/node/bin/node, and what it needs to run on the machine it was built on.
#
# Native builds link to the pinned one. A build in the root (LOOPSCOPE_BUILD_ROOT) gets a copy whose interpreter and
# DT_RPATH point into the root, so that it runs on the older host with the root's libraries and with no chroot around it.
# DT_RPATH, not RUNPATH: Qt's own libraries must be found the same way.
function(loopscope_node_copy target)
  set(node_copy ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/node/bin/node)
  if(LOOPSCOPE_BUILD_ROOT)
    set(libraries ${LOOPSCOPE_BUILD_ROOT}/usr/lib/x86_64-linux-gnu)
    add_custom_command(
      OUTPUT ${node_copy}
      COMMAND ${LOOPSCOPE_NODE_DIR}/bin/node ${CMAKE_SOURCE_DIR}/cmake/relocate-node.cjs ${LOOPSCOPE_NODE_DIR}/bin/node ${node_copy}
        ${LOOPSCOPE_BUILD_ROOT}/usr/lib64/ld-linux-x86-64.so.2 $ORIGIN/../../host:${libraries}
      DEPENDS ${LOOPSCOPE_NODE_DIR}/bin/node ${CMAKE_SOURCE_DIR}/cmake/relocate-node.cjs
      COMMENT "Node that finds its libraries in the build root"
      VERBATIM)
  else()
    add_custom_command(
      OUTPUT ${node_copy}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/node/bin
      COMMAND ln -sf ${LOOPSCOPE_NODE_DIR}/bin/node ${node_copy}
      VERBATIM)
  endif()
  add_custom_target(${target} DEPENDS ${node_copy})
endfunction()

# What a module and Qt's plugins load that would not be found outside the root, at lib/loopscope/host. Again at each link.
function(loopscope_host_libraries target)
  if(LOOPSCOPE_BUILD_ROOT)
    file(GLOB plugins /usr/lib/x86_64-linux-gnu/qt6/plugins/*/*.so)
    add_custom_command(TARGET ${target} POST_BUILD
      COMMAND ${LOOPSCOPE_NODE_DIR}/bin/node ${CMAKE_SOURCE_DIR}/cmake/host-libraries.cjs ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/host
        $<TARGET_FILE:${target}> ${plugins}
      VERBATIM)
  endif()
endfunction()
