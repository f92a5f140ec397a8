#include "explorer/report/html_page.h"

#include <nlohmann/json.hpp>

#include "explorer/report/json.h"
#include "explorer/report/viewer_files.h"

namespace picket {
namespace {

// Nothing in JSON needs a `<` but its strings, where it can be written as a
// number: so no text of a scenario can end the script element.
std::string without_tags(const std::string& json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

// Nothing may be loaded, from wherever the file is opened.
constexpr const char* kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; )"
                              R"(style-src 'unsafe-inline'; )"
                              R"(script-src 'unsafe-inline'">
<title>picket report</title>
<style>
)";

constexpr const char* kBody = R"(</style>
</head>
<body>
<noscript>This report is drawn by a script in this file; your browser does )"
                              R"(not run it.</noscript>
<div id="page"></div>
<script type="application/json" id="report">
)";

}  // namespace

void write_html_page(const Json& data, std::ostream& out) {
  out << kHead << viewer_style() << kBody << without_tags(json_text(data, -1))
      << "\n</script>\n<script>\n\"use strict\";\n"
      << viewer_script() << "</script>\n</body>\n</html>\n";
}

}  // namespace picket
