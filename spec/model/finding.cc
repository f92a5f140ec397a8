#include "spec/model/finding.h"

namespace picket {

const std::vector<FindingFacts>& all_findings() {
  static const std::vector<FindingFacts> table = {
#define FINDING(id, name, argument, title, why) \
  {FindingCode::id, name, argument, title, why},
#include "spec/model/finding_codes.def"
#undef FINDING
  };
  return table;
}

const FindingFacts& facts(FindingCode code) {
  return all_findings()[static_cast<std::size_t>(code)];
}

std::optional<FindingCode> finding_named(std::string_view name) {
  for (const FindingFacts& f : all_findings())
    if (f.name == name) return f.code;
  return std::nullopt;
}

const std::vector<MisuseFacts>& all_misuses() {
  static const std::vector<MisuseFacts> table = {
#define MISUSE(id, name, why) {Misuse::id, name, why},
#include "spec/model/misuse_kinds.def"
#undef MISUSE
  };
  return table;
}

const MisuseFacts& facts(Misuse kind) {
  return all_misuses()[static_cast<std::size_t>(kind)];
}

std::optional<Misuse> misuse_named(std::string_view name) {
  for (const MisuseFacts& f : all_misuses())
    if (f.name == name) return f.kind;
  return std::nullopt;
}

}  // namespace picket
