#include "explorer/report/dot_text.h"

namespace picket {

// In labels a backslash begins an escape; a line end would stay one.
std::string dot_quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + "\"";
}

}  // namespace picket
