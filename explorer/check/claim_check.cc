#include "explorer/check/claim_check.h"

#include <algorithm>

#include "explorer/check/claim_study.h"
#include "explorer/check/claim_words.h"
#include "spec/base/contract.h"

namespace picket {
namespace {

// What is shown must replay: at the end the fence is lost.
void require_replay(const Scenario& s, const ClaimResult& r) {
  if (r.verdict != ClaimVerdict::can_block) return;
  const Scenario copy = without_signals_of(s, r.object);
  const Program program(copy);
  PICKET_REQUIRE(!execute(program, r.schedule, false).refused,
                 "a schedule of the scenario without signals replays");
}

Finding refutation(const Scenario& s, const Claim& claim,
                   const ClaimResult& r) {
  Finding f;
  f.code = FindingCode::claim;
  f.arguments = {claim.id};
  f.span = claim.span;
  f.file = claim.file;
  f.message = "the claim is " + std::string(verdict_words(claim.claims)) +
              ", but " + verdict_text(s, r);
  f.has_schedule = r.verdict == ClaimVerdict::can_block;
  if (!f.has_schedule) return f;
  f.without = r.object;
  f.witness = r.schedule;
  f.blocked = r.blocked;
  return f;
}

}  // namespace

void check_claims(const Scenario& s, const SearchOptions& options,
                  CheckResult& result) {
  ClaimStudy study(s, options);
  for (std::size_t i = 0; i < s.claims.size(); ++i) {
    const Claim& claim = s.claims[i];
    ClaimResult r = study.decide(claim.objects, claim.fences);
    if (study.interrupted()) {
      result.interrupted = true;
      if (result.limit.empty()) result.limit = "interrupted";
      return;
    }
    require_replay(s, r);
    r.claim = i;
    r.holds = r.verdict == claim.claims;
    if (r.verdict == ClaimVerdict::undetermined) {
      if (result.limit.empty())
        result.limit = "claim " + claim.id + ": " + verdict_text(s, r);
    } else if (!r.holds) {
      result.findings.push_back(refutation(s, claim, r));
    }
    result.claims.push_back(std::move(r));
  }
  std::stable_sort(
      result.findings.begin(), result.findings.end(),
      [](const Finding& a, const Finding& b) { return a.key() < b.key(); });
}

}  // namespace picket
