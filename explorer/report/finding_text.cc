#include "explorer/report/finding_text.h"

#include "explorer/counterexample/finding_words.h"
#include "spec/model/fence_contract.h"

namespace picket {

Diagnostic diagnostic_of(const CheckResult& result, const Finding& finding) {
  Diagnostic d;
  // The threads of a deadlock stand in the message.
  d.code = facts(finding.code).argument == "threads"
               ? std::string(facts(finding.code).name)
               : pattern_text(finding.code, finding.arguments);
  d.file = finding.file.empty() ? result.scenario->file : finding.file;
  d.span = finding.span;
  d.message = finding.message.empty() ? std::string(facts(finding.code).title)
                                      : finding.message;
  return d;
}

std::string why_text(const Finding& finding) {
  if (finding.code == FindingCode::misuse && !finding.arguments.empty())
    if (const auto kind = misuse_named(finding.arguments.front()))
      return std::string(facts(*kind).why);
  if (finding.code == FindingCode::rule && !finding.has_schedule)
    return "A rule set is stricter than another if every behaviour that it "
           "accepts the other accepts too. This is a shortest one that it "
           "accepts and the other does not.";
  if (finding.code == FindingCode::rule && !finding.arguments.empty())
    if (const ContractRule* rule = contract_rule(finding.arguments.front()))
      return std::string(rule->why);
  return std::string(facts(finding.code).why);
}

std::string explain_topic(const Finding& finding) {
  const bool own_code = !finding.arguments.empty() &&
                        (finding.code == FindingCode::misuse ||
                         (finding.code == FindingCode::rule &&
                          contract_rule(finding.arguments.front())));
  return own_code ? finding.arguments.front()
                  : std::string(facts(finding.code).name);
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (!line.empty() && line.size() + 1 + word.size() > width) {
      lines.push_back(line);
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

}  // namespace picket
