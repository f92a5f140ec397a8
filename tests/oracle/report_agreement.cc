#include "tests/oracle/report_agreement.h"

#include <algorithm>
#include <vector>

#include "explorer/check/check.h"
#include "explorer/counterexample/replay.h"
#include "explorer/search/reference.h"
#include "tests/oracle/report_truth.h"

namespace picket::oracle {
namespace {

std::string told(const PolicyResult& result) {
  std::vector<std::string> lines;
  for (const JudgedReport& r : result.reports)
    lines.push_back("  " + std::string(name_of(r.truth)) +
                    (r.contract ? ", contract: " : ": ") + r.report.key() +
                    "\n");
  std::sort(lines.begin(), lines.end());
  std::string text = std::string(facts(result.kind).name) + "\n";
  for (const std::string& line : lines) text += line;
  return text;
}

CheckResult reported(const Scenario& s, SearchKind search) {
  CheckOptions options;
  options.search = search;
  for (const PolicyFacts& f : all_policies())
    options.policies.push_back(f.kind);
  return check(s, options);
}

// The schedule of a report that is real ends as it should.
bool gets_stuck(const Program& program, const Schedule& witness) {
  const Replay run = replay(program, witness);
  if (run.refused) return false;
  return (run.over && !run.stuck.empty()) ||
         (!run.moments.empty() && run.moments.back().crashed);
}

}  // namespace

ReportAgreement report_agreement(const Scenario& s, std::uint64_t most) {
  ReportAgreement out;
  const Program program(s);
  StuckEnds stuck(program);
  SearchOptions options;
  options.limits.schedules = most;
  if (!search_reference(program, options, stuck).limit.empty()) {
    out.large = true;
    return out;
  }
  const CheckResult by_states = reported(s, SearchKind::states);
  const CheckResult by_schedules = reported(s, SearchKind::schedules);
  for (std::size_t k = 0; k < by_states.policies.size(); ++k) {
    const PolicyResult& result = by_states.policies[k];
    const std::string one = told(result),
                      other = told(by_schedules.policies[k]);
    if (one != other && out.difference.empty())
      out.difference = "search: by states " + one + "by schedules " + other;
    // Automatic policies name places; a report about how a lock is used is not
    // about waiting.
    if (result.kind == PolicyKind::cross_release ||
        result.kind == PolicyKind::dept)
      continue;
    for (const JudgedReport& r : result.reports) {
      ++out.reports;
      out.real += r.truth == Truth::real;
      out.potential += r.truth == Truth::potential;
      out.false_positive += r.truth == Truth::false_positive;
      if (r.report.kind != ReportKind::circular &&
          r.report.kind != ReportKind::recursion)
        continue;
      const bool real = stuck.along(result.kind, r.report);
      if (real != (r.truth == Truth::real) && out.difference.empty())
        out.difference = "truth: " + std::string(facts(result.kind).name) +
                         ", " + r.report.key() + " is " +
                         std::string(name_of(r.truth)) + ": " + r.reason + "\n";
      if (r.truth == Truth::real && out.difference.empty() &&
          !gets_stuck(program, r.witness))
        out.difference = "witness: of " + r.report.key() + "\n";
    }
  }
  return out;
}

}  // namespace picket::oracle
