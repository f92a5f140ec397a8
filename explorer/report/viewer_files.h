// The viewer of the HTML report: the files of explorer/report/html, joined and
// put into the program when it is built (html/embed.cmake).
#pragma once

#include <string_view>

namespace picket {

std::string_view viewer_style();
std::string_view viewer_script();

}  // namespace picket
