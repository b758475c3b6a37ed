# cmake -DOUT=FILE.cpp -DFOLDER=player "-DSCRIPTS=a.js;b.js" -P embed-player.cmake: the player's page as C++.
#
# The scripts are ES modules, so that tests can import them. In the page they are one: what they export and import falls away,
# so their top-level names are different ones, and an import stands on one line.
cmake_minimum_required(VERSION 3.25) # @name@ in a text is text

# "sha256-.." as a Content-Security-Policy names a text.
function(policy_hash text result)
  set(letters ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)
  string(SHA256 hex "${text}")
  set(base64 "")
  foreach(from RANGE 0 60 6) # three bytes become four letters; the last two, three
    string(SUBSTRING "${hex}00" ${from} 6 digits)
    foreach(shift IN ITEMS 18 12 6 0)
      math(EXPR index "(0x${digits} >> ${shift}) & 63")
      string(SUBSTRING ${letters} ${index} 1 letter)
      string(APPEND base64 ${letter})
    endforeach()
  endforeach()
  string(SUBSTRING ${base64} 0 43 base64)
  set(${result} "sha256-${base64}=" PARENT_SCOPE)
endfunction()

# A literal may not be longer than 64 KB by the standard; pieces of it may follow one another.
function(as_literal text result)
  string(LENGTH "${text}" length)
  set(literal "")
  foreach(from RANGE 0 ${length} 60000)
    string(SUBSTRING "${text}" ${from} 60000 piece)
    string(APPEND literal "\n        R\"--page--(${piece})--page--\"")
  endforeach()
  set(${result} "${literal}" PARENT_SCOPE)
endfunction()

set(script "\n")
foreach(file IN LISTS SCRIPTS)
  file(READ ${FOLDER}/${file} text)
  string(REGEX REPLACE "(^|\n)import [^\n]*" "" text "${text}")
  string(REGEX REPLACE "(^|\n)export " "\\1" text "${text}")
  string(APPEND script "${text}\n")
endforeach()
file(READ ${FOLDER}/player.css style)
file(READ ${FOLDER}/index.html page)

policy_hash("${script}" script_hash)
policy_hash("${style}" style_hash)
string(REPLACE "@script-hash@" "${script_hash}" page "${page}")
string(REPLACE "@style-hash@" "${style_hash}" page "${page}")
string(REPLACE "@style@" "${style}" page "${page}")

string(FIND "${page}" "@title@" title)
string(FIND "${page}" "@recording@" recording)
string(SUBSTRING "${page}" 0 ${title} before_title)
math(EXPR title "${title} + 7")
math(EXPR length "${recording} - ${title}")
string(SUBSTRING "${page}" ${title} ${length} before_recording)
math(EXPR recording "${recording} + 11")
string(SUBSTRING "${page}" ${recording} -1 rest)
string(REPLACE "@script@" "${script}" rest "${rest}")

as_literal("${before_title}" before_title)
as_literal("${before_recording}" before_recording)
as_literal("${rest}" rest)
file(WRITE ${OUT} "// Made from runtime/stream/player.
#include \"runtime/stream/player/PlayerPage.h\"

namespace loopscope {

PlayerPage playerPage()
{
    return {${before_title},
        ${before_recording},
        ${rest}};
}

} // namespace loopscope
")
