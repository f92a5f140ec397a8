#include "explorer/report/proof_text.h"

#include "explorer/report/standing.h"

namespace picket {
namespace {

std::string plural(const std::string& noun) {
  return noun + (noun.ends_with("s") ? "es" : "s");
}

// A search by classes visits one schedule of each.
std::string schedule_noun(const CheckResult& result) {
  return result.search == "schedules" ? "class" : "schedule";
}

std::string covered(const CheckResult& result) {
  const Counts& c = result.counts;
  std::string text;
  const auto add = [&](std::uint64_t n, const std::string& noun) {
    if (n > 0) text += (text.empty() ? "" : ", ") + counted(n, noun);
  };
  add(c.schedules, schedule_noun(result));
  add(c.states, "state");
  add(c.transitions, "transition");
  const auto rules = result.scenario->rules.size();
  if (!text.empty()) add(rules, "rule");
  return text.empty() ? "nothing to explore" : text;
}

}  // namespace

std::string counted(std::uint64_t n, const std::string& noun) {
  return std::to_string(n) + " " + (n == 1 ? noun : plural(noun));
}

std::string proof_text(const CheckResult& result) {
  if (!result.limit.empty()) return "inconclusive: " + result.limit;
  if (stopped_early(result)) return "inconclusive: " + covered(result);
  if (result.stopped) return "stopped at the first finding: " + covered(result);
  return "exhaustive: " + covered(result);
}

}  // namespace picket
