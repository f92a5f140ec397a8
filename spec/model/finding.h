// What a check can find. The table is finding_codes.def: one row gives the
// reader of `expect`, the schema, `picket explain` and the documentation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/base/source_span.h"

namespace picket {

enum class FindingCode : std::uint8_t {
#define FINDING(id, name, argument, title, why) id,
#include "spec/model/finding_codes.def"
#undef FINDING
};

enum class Misuse : std::uint8_t {
#define MISUSE(id, name, why) id,
#include "spec/model/misuse_kinds.def"
#undef MISUSE
};

struct FindingFacts {
  FindingCode code;
  std::string_view name;
  std::string_view
      argument;  // none, thread, threads, fence, misuse, rule, claim
  std::string_view title;
  std::string_view why;
};

struct MisuseFacts {
  Misuse kind;
  std::string_view name;
  std::string_view why;
};

const std::vector<FindingFacts>& all_findings();
const FindingFacts& facts(FindingCode code);
std::optional<FindingCode> finding_named(std::string_view name);
const std::vector<MisuseFacts>& all_misuses();
const MisuseFacts& facts(Misuse kind);
std::optional<Misuse> misuse_named(std::string_view name);

// One line of `expect`. `arguments` empty: the code alone, any argument.
struct Pattern {
  FindingCode code;
  std::vector<std::string> arguments;  // threads of a deadlock: sorted
  SourceSpan span;
};

struct Expectation {
  enum class Kind : std::uint8_t { pass, findings, inconclusive };
  Kind kind = Kind::pass;
  std::vector<Pattern> patterns;
  SourceSpan span;
};

}  // namespace picket
