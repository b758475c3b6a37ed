# cmake -DOUT=FILE.cpp "-DSCRIPTS=a.js;b.js" -P embed-agent.cmake: the scripts' texts as C++.
set(code "// Made from runtime/probes/agent.\n#include \"runtime/probes/AgentScripts.h\"\n\nnamespace loopscope {\n\nstd::string_view agentScript(std::string_view name)\n{\n")
foreach(script IN LISTS SCRIPTS)
  get_filename_component(name ${script} NAME)
  file(READ ${script} text)
  # A literal may not be longer than 64 KB by the standard; pieces of it may follow one another.
  string(LENGTH "${text}" length)
  if(length GREATER 60000)
    message(FATAL_ERROR "${script} is too long to embed: split it")
  endif()
  string(APPEND code "    if (name == \"${name}\")\n        return R\"--agent--(${text})--agent--\";\n")
endforeach()
string(APPEND code "    return {};\n}\n\n} // namespace loopscope\n")
file(WRITE ${OUT} "${code}")
