#include "explorer/check/expectation.h"

#include <algorithm>

namespace picket {
namespace {

// A rule that says `derives` is broken where one of those is that it derives.
bool is_derived_by(const Scenario& s, const Finding& finding,
                   const std::string& name) {
  return finding.code == FindingCode::rule &&
         std::any_of(s.rules.begin(), s.rules.end(), [&](const Rule& rule) {
           return rule.id == finding.arguments[0] &&
                  std::find(rule.derived_by.begin(), rule.derived_by.end(),
                            name) != rule.derived_by.end();
         });
}

bool matches(const Pattern& pattern, const Scenario& s,
             const Finding& finding) {
  return pattern.code == finding.code &&
         (pattern.arguments.empty() || pattern.arguments == finding.arguments ||
          is_derived_by(s, finding, pattern.arguments[0]));
}

bool matches(const Pattern& pattern, const Note& note) {
  return pattern.code == FindingCode::vacuous &&
         (pattern.arguments.empty() || pattern.arguments[0] == note.name);
}

// The pattern matches something; whatever it matches is expected.
bool find(const Pattern& pattern, CheckResult& result) {
  bool found = false;
  for (Finding& f : result.findings)
    if (matches(pattern, *result.scenario, f)) f.expected = found = true;
  for (Note& n : result.notes)
    if (matches(pattern, n)) n.expected = found = true;
  return found;
}

}  // namespace

void match_expectation(CheckResult& result, bool strict) {
  const Expectation& expect = result.scenario->expect;
  for (const Pattern& pattern : expect.patterns)
    if (!find(pattern, result)) result.missing.push_back(pattern);
  // The rest was not looked for.
  if (result.stopped) result.missing.clear();

  const bool limited = !result.limit.empty();
  result.verdict = !result.findings.empty() ? Verdict::fail
                   : limited                ? Verdict::inconclusive
                                            : Verdict::pass;
  const bool all_expected =
      std::all_of(result.findings.begin(), result.findings.end(),
                  [](const Finding& f) { return f.expected; });
  const bool notes_fine =
      !strict || std::all_of(result.notes.begin(), result.notes.end(),
                             [](const Note& n) { return n.expected; });
  switch (expect.kind) {
    case Expectation::Kind::pass:
      result.as_expected = result.verdict == Verdict::pass;
      break;
    case Expectation::Kind::inconclusive:
      result.as_expected = result.verdict == Verdict::inconclusive;
      break;
    case Expectation::Kind::findings:
      result.as_expected = all_expected && result.missing.empty() &&
                           (result.verdict != Verdict::inconclusive);
      break;
  }
  result.as_expected &= notes_fine;
  for (const PolicyResult& policy : result.policies)
    result.as_expected &= policy.missed.empty();
}

}  // namespace picket
