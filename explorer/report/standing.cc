#include "explorer/report/standing.h"

#include <algorithm>

namespace picket {
namespace {

bool any_unexpected(const CheckResult& result) {
  return std::any_of(result.findings.begin(), result.findings.end(),
                     [](const Finding& f) { return !f.expected; });
}

}  // namespace

bool stopped_early(const CheckResult& result) {
  return result.verdict == Verdict::inconclusive || !result.limit.empty() ||
         result.interrupted;
}

Standing standing(const CheckResult& result) {
  if (result.as_expected)
    return result.findings.empty() ? Standing::passed : Standing::found;
  if (any_unexpected(result)) return Standing::failed;
  // What is missing may lie in the part that was not covered.
  return stopped_early(result) ? Standing::inconclusive : Standing::failed;
}

Tally tally(const Report& report) {
  Tally t;
  for (const ReportedCheck& check : report.checks) {
    ++t.checks;
    t.interrupted |= check.result->interrupted;
    switch (standing(*check.result)) {
      case Standing::passed:
      case Standing::found: ++t.as_expected; break;
      case Standing::failed: ++t.failed; break;
      case Standing::inconclusive: ++t.inconclusive; break;
    }
  }
  return t;
}

}  // namespace picket
