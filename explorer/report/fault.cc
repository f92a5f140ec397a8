#include "explorer/report/fault.h"

#include "explorer/counterexample/finding_words.h"
#include "explorer/report/failure_screen.h"
#include "explorer/report/finding_text.h"
#include "explorer/report/policy_text.h"
#include "explorer/report/proof_text.h"
#include "explorer/report/standing.h"

namespace picket {
namespace {

Fault of_finding(const ReportedCheck& check, std::size_t i,
                 const Sources& sources) {
  const CheckResult& result = *check.result;
  const Finding& finding = result.findings[i];
  const Diagnostic at = diagnostic_of(result, finding);
  const std::string witness =
      i < check.witnesses.size() ? check.witnesses[i] : "";
  return {Fault::Kind::finding,
          i,
          std::string(facts(finding.code).name),
          finding_words(finding),
          at.file,
          at.span,
          at.message,
          failure_screen(result, finding, sources, witness, {})};
}

Fault of_missing(const CheckResult& result, const Pattern& pattern,
                 const Sources& sources) {
  const std::string words = pattern_text(pattern.code, pattern.arguments);
  return {Fault::Kind::not_found,
          0,
          "not-found",
          "not found: " + words,
          result.scenario->file,
          pattern.span,
          "expected `" + words + "`, but no schedule has it (" +
              proof_text(result) + ")",
          missing_screen(result, pattern, sources)};
}

Fault of_policy(const CheckResult& result, const PolicyResult& policy,
                const Sources& sources) {
  const Diagnostic d = missed_reports(*result.scenario, policy);
  return {Fault::Kind::reports,
          0,
          "reports",
          "reports: " + std::string(facts(policy.kind).name),
          d.file,
          d.span,
          d.message,
          missed_screen(*result.scenario, policy, sources)};
}

Fault of_note(const CheckResult& result, const Note& note,
              const Sources& sources) {
  Diagnostic d;
  d.code = std::string(facts(FindingCode::vacuous).name);
  d.file = note.file.empty() ? result.scenario->file : note.file;
  d.span = note.span;
  d.message = note.text;
  d.hint = "with --strict a note is a failure";
  return {Fault::Kind::note,
          0,
          d.code,
          note.text,
          d.file,
          d.span,
          d.message,
          render(d, source_of(sources, d.file))};
}

Fault of_expectation(const CheckResult& result, const Sources& sources) {
  Diagnostic d;
  d.code = "expectation";
  d.file = result.scenario->file;
  d.span = result.scenario->expect.span.known() ? result.scenario->expect.span
                                                : result.scenario->span;
  d.message = result.scenario->expect.kind == Expectation::Kind::inconclusive
                  ? "expected inconclusive, but everything was covered (" +
                        proof_text(result) + ")"
                  : "not as expected: " + proof_text(result);
  return {Fault::Kind::expectation,
          0,
          d.code,
          d.message,
          d.file,
          d.span,
          d.message,
          render(d, source_of(sources, d.file))};
}

}  // namespace

std::vector<Fault> faults_of(const ReportedCheck& check, const Sources& sources,
                             const ReportOptions& options) {
  const CheckResult& result = *check.result;
  std::vector<Fault> faults;
  if (standing(result) != Standing::failed) return faults;
  for (std::size_t i = 0; i < result.findings.size(); ++i)
    if (!result.findings[i].expected)
      faults.push_back(of_finding(check, i, sources));
  // What is missing may lie in the part that was not covered.
  if (!stopped_early(result)) {
    for (const Pattern& pattern : result.missing)
      faults.push_back(of_missing(result, pattern, sources));
    for (const PolicyResult& policy : result.policies)
      if (!policy.missed.empty())
        faults.push_back(of_policy(result, policy, sources));
  }
  if (options.strict)
    for (const Note& note : result.notes)
      if (!note.expected) faults.push_back(of_note(result, note, sources));
  if (faults.empty()) faults.push_back(of_expectation(result, sources));
  return faults;
}

}  // namespace picket
