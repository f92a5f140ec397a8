#include "tests/oracle/claim_agreement.h"

#include "explorer/check/knock_out.h"
#include "spec/claims/closure.h"

namespace picket::oracle {

ClaimAgreement claim_agreement(const Scenario& s, std::uint64_t most) {
  ClaimAgreement out;
  SearchOptions options;
  options.limits.states = most;
  const Losses whole = find_losses(s, options);
  Closure closure(s);
  for (std::size_t w = 0; w < s.objects.size(); ++w) {
    if (!has_signals(s.objects[w].type)) continue;
    const Losses without =
        find_losses(without_signals_of(s, ObjectId(w)), options);
    if (!whole.limit.empty() || !without.limit.empty()) {
      ++out.large;
      continue;
    }
    for (std::size_t f = 0; f < s.objects.size(); ++f) {
      if (!type_fits(s.objects[f].type, "fence") || f == w) continue;
      if (whole.fences.count(ObjectId(f)) || !whole.crashes.empty()) {
        ++out.moot;
        continue;
      }
      ++out.pairs;
      const bool blocks = without.fences.count(ObjectId(f)) > 0;
      const bool reachable = closure.reaches(ObjectId(f), ObjectId(w));
      out.blocking += blocks;
      out.unreachable += !reachable;
      if (blocks && !reachable && out.difference.empty())
        out.difference = "closure: " + s.objects[w].name +
                         " is out of the way of " + s.objects[f].name +
                         ", which is lost without its signals\n";
    }
  }
  return out;
}

}  // namespace picket::oracle
