#include "explorer/cli/explanations.h"

#include <algorithm>

#include "spec/model/fence_contract.h"
#include "spec/model/finding.h"
#include "spec/yaml/mistakes.h"

namespace picket {
namespace {

struct Example {
  std::string_view code;
  std::string_view kernel;
  std::string_view bad;
  std::string_view good;
};

const std::vector<Example>& examples() {
  static const std::vector<Example> table = {
#define EXAMPLE(code, kernel, bad, good) {code, kernel, bad, good},
#define MISTAKEN(code, bad, good) {code, "", bad, good},
#include "explorer/cli/examples_contract.def"
#include "explorer/cli/examples_findings.def"
#include "explorer/cli/examples_names.def"
#include "explorer/cli/examples_steps.def"
#include "explorer/cli/examples_yaml.def"
#undef MISTAKEN
#undef EXAMPLE
  };
  return table;
}

Explanation entry(Explanation::Kind kind, std::string_view code,
                  std::string_view title, std::string_view why) {
  Explanation e;
  e.kind = kind;
  e.code = code;
  e.title = title;
  e.why = why;
  const auto& all = examples();
  const auto it = std::find_if(
      all.begin(), all.end(), [&](const Example& x) { return x.code == code; });
  if (it == all.end()) return e;
  e.kernel = it->kernel;
  e.bad = it->bad;
  e.good = it->good;
  return e;
}

void add_patterns(std::vector<Explanation>& list) {
#define PATTERN(name, title, why, bad, good) \
  list.push_back({Explanation::Kind::pattern, name, title, why, "", bad, good});
#include "explorer/cli/rule_patterns.def"
#undef PATTERN
}

void add_others(std::vector<Explanation>& list) {
#define OTHER(code, title, why) \
  list.push_back({Explanation::Kind::other, code, title, why, "", "", ""});
#include "explorer/cli/other_codes.def"
#undef OTHER
}

}  // namespace

const std::vector<Explanation>& all_explanations() {
  static const std::vector<Explanation> list = [] {
    using Kind = Explanation::Kind;
    std::vector<Explanation> all;
    for (const FindingFacts& f : all_findings())
      all.push_back(entry(Kind::finding, f.name, f.title, f.why));
    for (const MisuseFacts& m : all_misuses())
      all.push_back(entry(Kind::misuse, m.name, "", m.why));
    add_patterns(all);
    for (const ContractRule& r : contract_rules())
      all.push_back(entry(Kind::contract, r.code, r.title,
                          std::string(r.number) + ": " + std::string(r.why)));
    for (const MistakeFacts& m : all_mistakes())
      all.push_back(entry(Kind::mistake, m.code, m.title, m.why));
    add_others(all);
    return all;
  }();
  return list;
}

const Explanation* explanation_of(std::string_view code) {
  for (const Explanation& e : all_explanations())
    if (e.code == code) return &e;
  return nullptr;
}

std::string_view kind_name(Explanation::Kind kind) {
  switch (kind) {
    case Explanation::Kind::finding: return "finding";
    case Explanation::Kind::misuse: return "misuse";
    case Explanation::Kind::pattern: return "rule pattern";
    case Explanation::Kind::contract: return "rule of the dma_fence contract";
    case Explanation::Kind::mistake: return "mistake in a scenario file";
    case Explanation::Kind::other: return "others";
  }
  return "";
}

}  // namespace picket
