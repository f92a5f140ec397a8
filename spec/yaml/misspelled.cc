#include "spec/yaml/misspelled.h"

#include <algorithm>

#include "spec/yaml/mistakes.h"

namespace picket {
namespace {

bool is(const Diagnostic& d, Mistake mistake) {
  return d.code == facts(mistake).code;
}

// The last name in backquotes: "`wait_event` needs the argument `until`".
std::string last_name(const std::string& text) {
  const auto end = text.rfind('`');
  if (end == text.npos || end == 0) return "";
  const auto begin = text.rfind('`', end - 1);
  return begin == text.npos ? "" : text.substr(begin + 1, end - begin - 1);
}

bool is_missing(const Diagnostic& d) {
  return is(d, Mistake::missing_key) || is(d, Mistake::missing_argument);
}

bool is_meant_as(const Diagnostic& d, const std::string& name) {
  return (is(d, Mistake::unknown_key) || is(d, Mistake::unknown_argument)) &&
         (d.hint == "did you mean `" + name + "`?" ||
          d.hint == "it has `" + name + "`");
}

}  // namespace

void drop_missing_that_are_misspelled(Diagnostics& mistakes) {
  const Diagnostics all = mistakes;
  std::erase_if(mistakes, [&](const Diagnostic& missing) {
    if (!is_missing(missing)) return false;
    const std::string name = last_name(missing.message);
    return std::any_of(all.begin(), all.end(), [&](const Diagnostic& d) {
      return d.file == missing.file && d.span.line >= missing.span.line &&
             is_meant_as(d, name);
    });
  });
}

}  // namespace picket
