#include "explorer/counterexample/finding_words.h"

namespace picket {

std::string pattern_text(FindingCode code,
                         const std::vector<std::string>& arguments) {
  std::string text(facts(code).name);
  if (arguments.empty()) return text;
  std::string list;
  for (const std::string& argument : arguments)
    list += (list.empty() ? "" : ", ") + argument;
  const bool threads = facts(code).argument == "threads";
  return text + ": " + (threads ? "[" + list + "]" : list);
}

std::string finding_words(const Finding& f) {
  const std::string text = pattern_text(f.code, f.arguments);
  const bool one_of_many =
      f.code == FindingCode::misuse || f.code == FindingCode::assertion;
  if (!one_of_many || !f.span.known()) return text;
  return text + " (line " + std::to_string(f.span.line) + ")";
}

}  // namespace picket
