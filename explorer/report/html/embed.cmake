# Writes OUT, a C++ file that holds the style sheets and scripts of the HTML
# report: every file named in STYLES and SCRIPTS, joined in that order.
# As bytes, because string literals have a greatest length.
#   cmake -DOUT=.. -DSTYLES=.. -DSCRIPTS=.. -P embed.cmake
set(text "// Made by embed.cmake.\n#include \"explorer/report/viewer_files.h\"\n\
namespace picket {\n")
foreach(kind STYLES SCRIPTS)
  set(bytes "")
  foreach(file ${${kind}})
    file(READ ${file} hex HEX)
    string(APPEND bytes ${hex})
  endforeach()
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(REGEX REPLACE "('[^,]*',){16}" "\\0\n" bytes "${bytes}")
  string(APPEND text "static constexpr char k${kind}[] = {\n${bytes}};\n")
endforeach()
string(APPEND text "\
std::string_view viewer_style() { return {kSTYLES, sizeof kSTYLES}; }\n\
std::string_view viewer_script() { return {kSCRIPTS, sizeof kSCRIPTS}; }\n\
}  // namespace picket\n")
file(WRITE ${OUT} "${text}")
